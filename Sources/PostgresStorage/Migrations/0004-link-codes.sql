-- Codes mailed to signers whose link was opened before, elsewhere.
CREATE TABLE link_code (
    envelope_id BYTEA NOT NULL CONSTRAINT link_code_envelope REFERENCES envelope (id),
    signer_id BYTEA NOT NULL CONSTRAINT link_code_signer REFERENCES signer (id),
    digest BYTEA NOT NULL CONSTRAINT link_code_digest_length CHECK (octet_length(digest) = 32),
    mailed_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    failures BIGINT NOT NULL CONSTRAINT link_code_failures_counted CHECK (failures >= 0),
    CONSTRAINT link_code_key PRIMARY KEY (envelope_id, signer_id)
);

CREATE INDEX signer_session_by_signer ON signer_session (envelope_id, signer_id);
