-- Times are milliseconds since 1970 in UTC, ids are 16 bytes, digests are 32 bytes.

CREATE TABLE organisation (
    id BLOB NOT NULL CONSTRAINT organisation_key PRIMARY KEY CONSTRAINT organisation_id_length CHECK (length(id) = 16),
    name TEXT NOT NULL CONSTRAINT organisation_name_present CHECK (name <> ''),
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
    id BLOB NOT NULL CONSTRAINT account_key PRIMARY KEY CONSTRAINT account_id_length CHECK (length(id) = 16),
    organisation_id BLOB NOT NULL CONSTRAINT account_organisation REFERENCES organisation (id),
    name TEXT NOT NULL CONSTRAINT account_name_present CHECK (name <> ''),
    address TEXT NOT NULL,
    is_administrator INTEGER NOT NULL CONSTRAINT account_is_administrator_boolean CHECK (is_administrator IN (0, 1)),
    token_digest BLOB NOT NULL
        CONSTRAINT account_token_unique UNIQUE
        CONSTRAINT account_token_length CHECK (length(token_digest) = 32),
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Wrapped data keys stand in a table of their own, so that they can be backed up apart from the rows that name them.
CREATE TABLE data_key (
    name TEXT NOT NULL CONSTRAINT data_key_key PRIMARY KEY,
    wrapped BLOB NOT NULL CONSTRAINT data_key_present CHECK (length(wrapped) > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
    id BLOB NOT NULL CONSTRAINT document_key PRIMARY KEY CONSTRAINT document_id_length CHECK (length(id) = 16),
    organisation_id BLOB NOT NULL CONSTRAINT document_organisation REFERENCES organisation (id),
    name TEXT NOT NULL,
    pages INTEGER NOT NULL CONSTRAINT document_pages_positive CHECK (pages >= 0),
    key_name TEXT NOT NULL CONSTRAINT document_data_key REFERENCES data_key (name),
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE revision (
    document_id BLOB NOT NULL CONSTRAINT revision_document REFERENCES document (id),
    position INTEGER NOT NULL CONSTRAINT revision_position_positive CHECK (position >= 1),
    segment BLOB NOT NULL CONSTRAINT revision_segment_length CHECK (length(segment) = 32),
    length INTEGER NOT NULL CONSTRAINT revision_length_positive CHECK (length > 0),
    sha256 BLOB NOT NULL CONSTRAINT revision_sha256_length CHECK (length(sha256) = 32),
    CONSTRAINT revision_key PRIMARY KEY (document_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX revision_by_segment ON revision (segment);

CREATE TABLE envelope (
    id BLOB NOT NULL CONSTRAINT envelope_key PRIMARY KEY CONSTRAINT envelope_id_length CHECK (length(id) = 16),
    organisation_id BLOB NOT NULL CONSTRAINT envelope_organisation REFERENCES organisation (id),
    sender_id BLOB NOT NULL CONSTRAINT envelope_sender REFERENCES account (id),
    title TEXT NOT NULL CONSTRAINT envelope_title_present CHECK (title <> ''),
    language TEXT NOT NULL CONSTRAINT envelope_language_known CHECK (language IN ('ja', 'en')),
    document_id BLOB NOT NULL
        CONSTRAINT envelope_document REFERENCES document (id)
        CONSTRAINT envelope_document_unique UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    state TEXT NOT NULL CONSTRAINT envelope_state_known CHECK (
        state IN ('draft', 'outForSigning', 'awaitingSeal', 'sealed', 'declined', 'voided', 'expired')
    ),
    state_detail TEXT NOT NULL CONSTRAINT envelope_state_detail_json CHECK (json_valid(state_detail)),
    waiting_for TEXT CONSTRAINT envelope_waiting_for_json CHECK (waiting_for IS NULL OR json_valid(waiting_for)),
    version INTEGER NOT NULL CONSTRAINT envelope_version_positive CHECK (version >= 1)
) STRICT, WITHOUT ROWID;

CREATE INDEX envelope_by_organisation ON envelope (organisation_id, created_at, id);

CREATE TABLE signer (
    envelope_id BLOB NOT NULL CONSTRAINT signer_envelope REFERENCES envelope (id),
    position INTEGER NOT NULL CONSTRAINT signer_position_positive CHECK (position >= 1),
    id BLOB NOT NULL CONSTRAINT signer_id_unique UNIQUE CONSTRAINT signer_id_length CHECK (length(id) = 16),
    name TEXT NOT NULL CONSTRAINT signer_name_present CHECK (name <> ''),
    address TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT signer_kind_known CHECK (kind IN ('party', 'witness')),
    turn INTEGER NOT NULL CONSTRAINT signer_turn_positive CHECK (turn >= 1),
    box TEXT NOT NULL CONSTRAINT signer_box_json CHECK (json_valid(box)),
    field TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT signer_state_known CHECK (
        state IN ('waiting', 'invited', 'viewed', 'consented', 'signing', 'signed', 'declined')
    ),
    state_detail TEXT NOT NULL CONSTRAINT signer_state_detail_json CHECK (json_valid(state_detail)),
    CONSTRAINT signer_key PRIMARY KEY (envelope_id, position),
    CONSTRAINT signer_field_unique UNIQUE (envelope_id, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE invitation (
    digest BLOB NOT NULL CONSTRAINT invitation_key PRIMARY KEY CONSTRAINT invitation_digest_length CHECK (length(digest) = 32),
    envelope_id BLOB NOT NULL CONSTRAINT invitation_envelope REFERENCES envelope (id),
    signer_id BLOB NOT NULL CONSTRAINT invitation_signer REFERENCES signer (id),
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE signer_session (
    digest BLOB NOT NULL
        CONSTRAINT signer_session_key PRIMARY KEY
        CONSTRAINT signer_session_digest_length CHECK (length(digest) = 32),
    envelope_id BLOB NOT NULL CONSTRAINT signer_session_envelope REFERENCES envelope (id),
    signer_id BLOB NOT NULL CONSTRAINT signer_session_signer REFERENCES signer (id),
    opened_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE enrolment (
    address TEXT NOT NULL CONSTRAINT enrolment_key PRIMARY KEY,
    credential TEXT NOT NULL CONSTRAINT enrolment_credential_unique UNIQUE,
    enrolment TEXT NOT NULL CONSTRAINT enrolment_json CHECK (json_valid(enrolment)),
    state TEXT NOT NULL CONSTRAINT enrolment_state_known CHECK (state IN ('requested', 'passkeyRegistered', 'active')),
    state_detail TEXT NOT NULL CONSTRAINT enrolment_state_detail_json CHECK (json_valid(state_detail))
) STRICT, WITHOUT ROWID;

CREATE TABLE signature_attempt (
    id BLOB NOT NULL
        CONSTRAINT signature_attempt_key PRIMARY KEY
        CONSTRAINT signature_attempt_id_length CHECK (length(id) = 16),
    envelope_id BLOB NOT NULL CONSTRAINT signature_attempt_envelope REFERENCES envelope (id),
    document_id BLOB NOT NULL CONSTRAINT signature_attempt_document REFERENCES document (id),
    purpose TEXT NOT NULL CONSTRAINT signature_attempt_purpose_json CHECK (json_valid(purpose)),
    prepared_segment BLOB NOT NULL CONSTRAINT signature_attempt_prepared_length CHECK (length(prepared_segment) = 32),
    prepared_length INTEGER NOT NULL,
    base_revisions INTEGER NOT NULL,
    chain TEXT NOT NULL CONSTRAINT signature_attempt_chain_json CHECK (json_valid(chain)),
    digests TEXT NOT NULL CONSTRAINT signature_attempt_digests_json CHECK (json_valid(digests)),
    created_at INTEGER NOT NULL,
    state TEXT NOT NULL CONSTRAINT signature_attempt_state_known CHECK (
        state IN ('prepared', 'permissionGiven', 'valueReceived', 'finished', 'voided')
    ),
    state_detail TEXT NOT NULL CONSTRAINT signature_attempt_state_detail_json CHECK (json_valid(state_detail)),
    instruction_id TEXT CONSTRAINT signature_attempt_instruction_unique UNIQUE,
    instruction TEXT NOT NULL CONSTRAINT signature_attempt_instruction_json CHECK (json_valid(instruction))
) STRICT, WITHOUT ROWID;

-- One file can hold one prepared signature at a time.
CREATE UNIQUE INDEX signature_attempt_one_open ON signature_attempt (document_id)
    WHERE state IN ('prepared', 'permissionGiven', 'valueReceived');
CREATE INDEX signature_attempt_by_envelope ON signature_attempt (envelope_id, created_at);
CREATE INDEX signature_attempt_by_segment ON signature_attempt (prepared_segment);

CREATE TABLE audit_entry (
    chain TEXT NOT NULL,
    sequence INTEGER NOT NULL CONSTRAINT audit_entry_sequence_positive CHECK (sequence >= 1),
    time INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    payload_digest BLOB NOT NULL CONSTRAINT audit_entry_payload_digest_length CHECK (length(payload_digest) = 32),
    previous BLOB NOT NULL CONSTRAINT audit_entry_previous_length CHECK (length(previous) = 32),
    CONSTRAINT audit_entry_key PRIMARY KEY (chain, sequence)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER audit_entry_never_updated BEFORE UPDATE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'audit entries are never changed');
END;

CREATE TRIGGER audit_entry_never_deleted BEFORE DELETE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'audit entries are never deleted');
END;

-- The payload may be emptied by a lawful erasure; nothing else of it may change.
CREATE TABLE audit_payload (
    chain TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    salt BLOB NOT NULL CONSTRAINT audit_payload_salt_length CHECK (length(salt) = 32),
    payload BLOB,
    CONSTRAINT audit_payload_key PRIMARY KEY (chain, sequence),
    CONSTRAINT audit_payload_entry FOREIGN KEY (chain, sequence) REFERENCES audit_entry (chain, sequence)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER audit_payload_only_erased BEFORE UPDATE ON audit_payload
WHEN NEW.payload IS NOT NULL OR NEW.salt IS NOT OLD.salt OR NEW.chain IS NOT OLD.chain
    OR NEW.sequence IS NOT OLD.sequence
BEGIN
    SELECT RAISE(ABORT, 'audit payloads are only erased');
END;

CREATE TRIGGER audit_payload_never_deleted BEFORE DELETE ON audit_payload
BEGIN
    SELECT RAISE(ABORT, 'audit payloads are only erased');
END;

CREATE TABLE job (
    id BLOB NOT NULL CONSTRAINT job_key PRIMARY KEY CONSTRAINT job_id_length CHECK (length(id) = 16),
    key TEXT NOT NULL CONSTRAINT job_key_unique UNIQUE,
    job TEXT NOT NULL CONSTRAINT job_json CHECK (json_valid(job)),
    not_before INTEGER NOT NULL,
    attempts INTEGER NOT NULL CONSTRAINT job_attempts_counted CHECK (attempts >= 0),
    lease_ends INTEGER,
    lease_holder TEXT,
    failure TEXT,
    CONSTRAINT job_lease_whole CHECK ((lease_ends IS NULL) = (lease_holder IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX job_by_time ON job (not_before, id);
