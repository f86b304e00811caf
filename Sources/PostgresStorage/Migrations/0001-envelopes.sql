-- Times are milliseconds since 1970 in UTC, ids are 16 bytes, digests are 32 bytes. Text is ordered by its bytes, and JSON
-- is text, because it has to come back byte for byte.

CREATE TABLE organisation (
    id BYTEA NOT NULL CONSTRAINT organisation_key PRIMARY KEY CONSTRAINT organisation_id_length CHECK (octet_length(id) = 16),
    name TEXT COLLATE "C" NOT NULL CONSTRAINT organisation_name_present CHECK (name <> ''),
    created_at BIGINT NOT NULL
);

CREATE TABLE account (
    id BYTEA NOT NULL CONSTRAINT account_key PRIMARY KEY CONSTRAINT account_id_length CHECK (octet_length(id) = 16),
    organisation_id BYTEA NOT NULL CONSTRAINT account_organisation REFERENCES organisation (id),
    name TEXT COLLATE "C" NOT NULL CONSTRAINT account_name_present CHECK (name <> ''),
    address TEXT COLLATE "C" NOT NULL,
    is_administrator BOOLEAN NOT NULL,
    token_digest BYTEA NOT NULL
        CONSTRAINT account_token_unique UNIQUE
        CONSTRAINT account_token_length CHECK (octet_length(token_digest) = 32),
    created_at BIGINT NOT NULL
);

-- Wrapped data keys stand in a table of their own, so that they can be backed up apart from the rows that name them.
CREATE TABLE data_key (
    name TEXT COLLATE "C" NOT NULL CONSTRAINT data_key_key PRIMARY KEY,
    wrapped BYTEA NOT NULL CONSTRAINT data_key_present CHECK (octet_length(wrapped) > 0)
);

CREATE TABLE document (
    id BYTEA NOT NULL CONSTRAINT document_key PRIMARY KEY CONSTRAINT document_id_length CHECK (octet_length(id) = 16),
    organisation_id BYTEA NOT NULL CONSTRAINT document_organisation REFERENCES organisation (id),
    name TEXT COLLATE "C" NOT NULL,
    pages BIGINT NOT NULL CONSTRAINT document_pages_positive CHECK (pages >= 0),
    key_name TEXT COLLATE "C" NOT NULL CONSTRAINT document_data_key REFERENCES data_key (name),
    created_at BIGINT NOT NULL
);

CREATE TABLE revision (
    document_id BYTEA NOT NULL CONSTRAINT revision_document REFERENCES document (id),
    position BIGINT NOT NULL CONSTRAINT revision_position_positive CHECK (position >= 1),
    segment BYTEA NOT NULL CONSTRAINT revision_segment_length CHECK (octet_length(segment) = 32),
    length BIGINT NOT NULL CONSTRAINT revision_length_positive CHECK (length > 0),
    sha256 BYTEA NOT NULL CONSTRAINT revision_sha256_length CHECK (octet_length(sha256) = 32),
    CONSTRAINT revision_key PRIMARY KEY (document_id, position)
);

CREATE INDEX revision_by_segment ON revision (segment);

CREATE TABLE envelope (
    id BYTEA NOT NULL CONSTRAINT envelope_key PRIMARY KEY CONSTRAINT envelope_id_length CHECK (octet_length(id) = 16),
    organisation_id BYTEA NOT NULL CONSTRAINT envelope_organisation REFERENCES organisation (id),
    sender_id BYTEA NOT NULL CONSTRAINT envelope_sender REFERENCES account (id),
    title TEXT COLLATE "C" NOT NULL CONSTRAINT envelope_title_present CHECK (title <> ''),
    language TEXT COLLATE "C" NOT NULL CONSTRAINT envelope_language_known CHECK (language IN ('ja', 'en')),
    document_id BYTEA NOT NULL
        CONSTRAINT envelope_document REFERENCES document (id)
        CONSTRAINT envelope_document_unique UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    state TEXT COLLATE "C" NOT NULL CONSTRAINT envelope_state_known CHECK (
        state IN ('draft', 'outForSigning', 'awaitingSeal', 'sealed', 'declined', 'voided', 'expired')
    ),
    state_detail TEXT COLLATE "C" NOT NULL CONSTRAINT envelope_state_detail_json CHECK (state_detail::json IS NOT NULL),
    waiting_for TEXT COLLATE "C" CONSTRAINT envelope_waiting_for_json CHECK (waiting_for IS NULL OR waiting_for::json IS NOT NULL),
    version BIGINT NOT NULL CONSTRAINT envelope_version_positive CHECK (version >= 1)
);

CREATE INDEX envelope_by_organisation ON envelope (organisation_id, created_at, id);

CREATE TABLE signer (
    envelope_id BYTEA NOT NULL CONSTRAINT signer_envelope REFERENCES envelope (id),
    position BIGINT NOT NULL CONSTRAINT signer_position_positive CHECK (position >= 1),
    id BYTEA NOT NULL CONSTRAINT signer_id_unique UNIQUE CONSTRAINT signer_id_length CHECK (octet_length(id) = 16),
    name TEXT COLLATE "C" NOT NULL CONSTRAINT signer_name_present CHECK (name <> ''),
    address TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CONSTRAINT signer_kind_known CHECK (kind IN ('party', 'witness')),
    turn BIGINT NOT NULL CONSTRAINT signer_turn_positive CHECK (turn >= 1),
    box TEXT COLLATE "C" NOT NULL CONSTRAINT signer_box_json CHECK (box::json IS NOT NULL),
    field TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CONSTRAINT signer_state_known CHECK (
        state IN ('waiting', 'invited', 'viewed', 'consented', 'signing', 'signed', 'declined')
    ),
    state_detail TEXT COLLATE "C" NOT NULL CONSTRAINT signer_state_detail_json CHECK (state_detail::json IS NOT NULL),
    CONSTRAINT signer_key PRIMARY KEY (envelope_id, position),
    CONSTRAINT signer_field_unique UNIQUE (envelope_id, field)
);

CREATE TABLE invitation (
    digest BYTEA NOT NULL CONSTRAINT invitation_key PRIMARY KEY CONSTRAINT invitation_digest_length CHECK (octet_length(digest) = 32),
    envelope_id BYTEA NOT NULL CONSTRAINT invitation_envelope REFERENCES envelope (id),
    signer_id BYTEA NOT NULL CONSTRAINT invitation_signer REFERENCES signer (id),
    created_at BIGINT NOT NULL
);

CREATE TABLE signer_session (
    digest BYTEA NOT NULL
        CONSTRAINT signer_session_key PRIMARY KEY
        CONSTRAINT signer_session_digest_length CHECK (octet_length(digest) = 32),
    envelope_id BYTEA NOT NULL CONSTRAINT signer_session_envelope REFERENCES envelope (id),
    signer_id BYTEA NOT NULL CONSTRAINT signer_session_signer REFERENCES signer (id),
    opened_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE enrolment (
    address TEXT COLLATE "C" NOT NULL CONSTRAINT enrolment_key PRIMARY KEY,
    credential TEXT COLLATE "C" NOT NULL CONSTRAINT enrolment_credential_unique UNIQUE,
    enrolment TEXT COLLATE "C" NOT NULL CONSTRAINT enrolment_json CHECK (enrolment::json IS NOT NULL),
    state TEXT COLLATE "C" NOT NULL CONSTRAINT enrolment_state_known CHECK (state IN ('requested', 'passkeyRegistered', 'active')),
    state_detail TEXT COLLATE "C" NOT NULL CONSTRAINT enrolment_state_detail_json CHECK (state_detail::json IS NOT NULL)
);

CREATE TABLE signature_attempt (
    id BYTEA NOT NULL
        CONSTRAINT signature_attempt_key PRIMARY KEY
        CONSTRAINT signature_attempt_id_length CHECK (octet_length(id) = 16),
    envelope_id BYTEA NOT NULL CONSTRAINT signature_attempt_envelope REFERENCES envelope (id),
    document_id BYTEA NOT NULL CONSTRAINT signature_attempt_document REFERENCES document (id),
    purpose TEXT COLLATE "C" NOT NULL CONSTRAINT signature_attempt_purpose_json CHECK (purpose::json IS NOT NULL),
    prepared_segment BYTEA NOT NULL CONSTRAINT signature_attempt_prepared_length CHECK (octet_length(prepared_segment) = 32),
    prepared_length BIGINT NOT NULL,
    base_revisions BIGINT NOT NULL,
    chain TEXT COLLATE "C" NOT NULL CONSTRAINT signature_attempt_chain_json CHECK (chain::json IS NOT NULL),
    digests TEXT COLLATE "C" NOT NULL CONSTRAINT signature_attempt_digests_json CHECK (digests::json IS NOT NULL),
    created_at BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL CONSTRAINT signature_attempt_state_known CHECK (
        state IN ('prepared', 'permissionGiven', 'valueReceived', 'finished', 'voided')
    ),
    state_detail TEXT COLLATE "C" NOT NULL CONSTRAINT signature_attempt_state_detail_json CHECK (state_detail::json IS NOT NULL),
    instruction_id TEXT COLLATE "C" CONSTRAINT signature_attempt_instruction_unique UNIQUE,
    instruction TEXT COLLATE "C" NOT NULL CONSTRAINT signature_attempt_instruction_json CHECK (instruction::json IS NOT NULL)
);

-- One file can hold one prepared signature at a time.
CREATE UNIQUE INDEX signature_attempt_one_open ON signature_attempt (document_id)
    WHERE state IN ('prepared', 'permissionGiven', 'valueReceived');
CREATE INDEX signature_attempt_by_envelope ON signature_attempt (envelope_id, created_at);
CREATE INDEX signature_attempt_by_segment ON signature_attempt (prepared_segment);

CREATE TABLE audit_entry (
    chain TEXT COLLATE "C" NOT NULL,
    sequence BIGINT NOT NULL CONSTRAINT audit_entry_sequence_positive CHECK (sequence >= 1),
    time BIGINT NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    payload_digest BYTEA NOT NULL CONSTRAINT audit_entry_payload_digest_length CHECK (octet_length(payload_digest) = 32),
    previous BYTEA NOT NULL CONSTRAINT audit_entry_previous_length CHECK (octet_length(previous) = 32),
    CONSTRAINT audit_entry_key PRIMARY KEY (chain, sequence)
);

CREATE FUNCTION refuse_audit_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'audit records are never changed or removed' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER audit_entry_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- Also where a session calls itself a replica, in which ordinary triggers keep still.
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_never_changed;

-- The payload may be emptied by a lawful erasure; nothing else of it may change.
CREATE TABLE audit_payload (
    chain TEXT COLLATE "C" NOT NULL,
    sequence BIGINT NOT NULL,
    salt BYTEA NOT NULL CONSTRAINT audit_payload_salt_length CHECK (octet_length(salt) = 32),
    payload BYTEA,
    CONSTRAINT audit_payload_key PRIMARY KEY (chain, sequence),
    CONSTRAINT audit_payload_entry FOREIGN KEY (chain, sequence) REFERENCES audit_entry (chain, sequence)
);

CREATE TRIGGER audit_payload_only_erased BEFORE UPDATE ON audit_payload
FOR EACH ROW
WHEN (
    NEW.payload IS NOT NULL OR NEW.salt IS DISTINCT FROM OLD.salt OR NEW.chain IS DISTINCT FROM OLD.chain
    OR NEW.sequence IS DISTINCT FROM OLD.sequence
)
EXECUTE FUNCTION refuse_audit_change();

CREATE TRIGGER audit_payload_never_removed BEFORE DELETE OR TRUNCATE ON audit_payload
FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

ALTER TABLE audit_payload ENABLE ALWAYS TRIGGER audit_payload_only_erased;
ALTER TABLE audit_payload ENABLE ALWAYS TRIGGER audit_payload_never_removed;

CREATE TABLE job (
    id BYTEA NOT NULL CONSTRAINT job_key PRIMARY KEY CONSTRAINT job_id_length CHECK (octet_length(id) = 16),
    key TEXT COLLATE "C" NOT NULL CONSTRAINT job_key_unique UNIQUE,
    job TEXT COLLATE "C" NOT NULL CONSTRAINT job_json CHECK (job::json IS NOT NULL),
    not_before BIGINT NOT NULL,
    attempts BIGINT NOT NULL CONSTRAINT job_attempts_counted CHECK (attempts >= 0),
    lease_ends BIGINT,
    lease_holder TEXT COLLATE "C",
    failure TEXT COLLATE "C",
    CONSTRAINT job_lease_whole CHECK ((lease_ends IS NULL) = (lease_holder IS NULL))
);

CREATE INDEX job_by_time ON job (not_before, id);
