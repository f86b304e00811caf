-- Codes mailed to signers whose link was opened before, elsewhere.
CREATE TABLE link_code (
    envelope_id BLOB NOT NULL CONSTRAINT link_code_envelope REFERENCES envelope (id),
    signer_id BLOB NOT NULL CONSTRAINT link_code_signer REFERENCES signer (id),
    digest BLOB NOT NULL CONSTRAINT link_code_digest_length CHECK (length(digest) = 32),
    mailed_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    failures INTEGER NOT NULL CONSTRAINT link_code_failures_counted CHECK (failures >= 0),
    CONSTRAINT link_code_key PRIMARY KEY (envelope_id, signer_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX signer_session_by_signer ON signer_session (envelope_id, signer_id);
