-- The signer's own records: credentials, permissions and their use, audit chains.
-- Times are milliseconds since 1970 in UTC, digests are 32 bytes, text is ordered by its bytes.

CREATE FUNCTION refuse() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TABLE audit_entry (
    chain TEXT COLLATE "C" NOT NULL,
    sequence BIGINT NOT NULL,
    time BIGINT NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    salt BYTEA NOT NULL,
    payload BYTEA NOT NULL,
    payload_digest BYTEA NOT NULL,
    previous BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    CONSTRAINT audit_entry_key PRIMARY KEY (chain, sequence),
    CONSTRAINT audit_entry_sequence CHECK (sequence >= 1),
    CONSTRAINT audit_entry_salt CHECK (octet_length(salt) = 32),
    CONSTRAINT audit_entry_digests CHECK (
        octet_length(payload_digest) = 32 AND octet_length(previous) = 32 AND octet_length(digest) = 32
    )
);

CREATE TRIGGER audit_entry_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION refuse('audit entries are never changed or deleted');

-- Also where a session calls itself a replica, in which ordinary triggers keep still; so with all of them below.
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_never_changed;

-- Refuses a gap and a fork.
CREATE FUNCTION refuse_gap() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    last_sequence BIGINT;
    last_digest BYTEA;
BEGIN
    SELECT sequence, digest INTO last_sequence, last_digest
    FROM audit_entry
    WHERE chain = NEW.chain
    ORDER BY sequence DESC
    LIMIT 1;
    IF NEW.sequence <> coalesce(last_sequence, 0) + 1 OR NEW.previous <> coalesce(last_digest, NEW.previous) THEN
        RAISE EXCEPTION 'an audit entry must follow the last one' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER audit_entry_follows BEFORE INSERT ON audit_entry
FOR EACH ROW EXECUTE FUNCTION refuse_gap();
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_follows;

CREATE TABLE credential (
    id TEXT COLLATE "C" NOT NULL,
    -- Which of a person's credentials is the newest.
    position BIGINT GENERATED ALWAYS AS IDENTITY,
    subject TEXT COLLATE "C" NOT NULL,
    display_name TEXT COLLATE "C" NOT NULL,
    user_handle BYTEA NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    public_key_info BYTEA,
    wrapped_key BYTEA,
    key_binding BYTEA,
    registration_challenge BYTEA,
    registration_expires BIGINT,
    passkey_id BYTEA,
    passkey_public_key BYTEA,
    passkey_algorithm BIGINT,
    passkey_sign_count BIGINT,
    passkey_eligible BOOLEAN,
    passkey_backed_up BOOLEAN,
    passkey_format TEXT COLLATE "C",
    passkey_binding BYTEA,
    certificate_chain BYTEA,
    certificate_binding BYTEA,
    certificate_not_after BIGINT,
    CONSTRAINT credential_key PRIMARY KEY (id),
    CONSTRAINT credential_passkey UNIQUE (passkey_id),
    CONSTRAINT credential_state CHECK (
        state IN (
            'REQUESTED', 'GENERATED', 'CERT_PENDING', 'ACTIVE', 'SUSPENDED', 'EXPIRED', 'REVOKED', 'RETIRED',
            'DESTROY_PENDING', 'DESTROYED'
        )
    ),
    CONSTRAINT credential_key_whole CHECK ((public_key_info IS NULL) = (key_binding IS NULL)),
    CONSTRAINT credential_active_whole CHECK (
        state <> 'ACTIVE'
        OR (wrapped_key IS NOT NULL AND passkey_id IS NOT NULL AND certificate_chain IS NOT NULL)
    ),
    CONSTRAINT credential_destroyed_empty CHECK (state <> 'DESTROYED' OR wrapped_key IS NULL)
);

CREATE INDEX credential_by_subject ON credential (subject);
CREATE INDEX credential_by_state ON credential (state);

CREATE TABLE tombstone (
    key_fingerprint BYTEA NOT NULL,
    credential TEXT COLLATE "C" NOT NULL,
    time BIGINT NOT NULL,
    CONSTRAINT tombstone_key PRIMARY KEY (key_fingerprint)
);

CREATE INDEX tombstone_by_credential ON tombstone (credential);

CREATE TRIGGER tombstone_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON tombstone
FOR EACH STATEMENT EXECUTE FUNCTION refuse('tombstones stay');
ALTER TABLE tombstone ENABLE ALWAYS TRIGGER tombstone_stays;

-- A destroyed key never comes back, whichever row claims it.
CREATE FUNCTION refuse_buried_key() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM tombstone WHERE credential = NEW.id) THEN
        RAISE EXCEPTION 'this key was destroyed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER credential_key_is_not_buried BEFORE UPDATE OF wrapped_key ON credential
FOR EACH ROW WHEN (NEW.wrapped_key IS NOT NULL) EXECUTE FUNCTION refuse_buried_key();
ALTER TABLE credential ENABLE ALWAYS TRIGGER credential_key_is_not_buried;

CREATE TABLE service_key (
    purpose TEXT COLLATE "C" NOT NULL,
    public_key_info BYTEA NOT NULL,
    certification_request BYTEA NOT NULL,
    certificate_chain BYTEA,
    certificate_binding BYTEA,
    certificate_not_after BIGINT,
    CONSTRAINT service_key_key PRIMARY KEY (purpose),
    CONSTRAINT service_key_purpose CHECK (purpose IN ('witness', 'record'))
);

CREATE TABLE activation (
    id TEXT COLLATE "C" NOT NULL,
    credential TEXT COLLATE "C" NOT NULL,
    context BYTEA NOT NULL,
    created BIGINT NOT NULL,
    CONSTRAINT activation_key PRIMARY KEY (id),
    CONSTRAINT activation_credential FOREIGN KEY (credential) REFERENCES credential (id)
);

CREATE TRIGGER activation_is_never_updated BEFORE UPDATE ON activation
FOR EACH STATEMENT EXECUTE FUNCTION refuse('an activation context is written once');
ALTER TABLE activation ENABLE ALWAYS TRIGGER activation_is_never_updated;

CREATE TABLE accepted_assertion (
    activation TEXT COLLATE "C" NOT NULL,
    digest BYTEA NOT NULL,
    sign_count_before BIGINT NOT NULL,
    CONSTRAINT accepted_assertion_key PRIMARY KEY (activation, digest),
    CONSTRAINT accepted_assertion_activation FOREIGN KEY (activation) REFERENCES activation (id)
);

-- Spent permissions: SAD and confirmations per document index, seal orders as a whole.
CREATE TABLE permission_use (
    kind TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    item BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    CONSTRAINT permission_use_key PRIMARY KEY (kind, id, item),
    CONSTRAINT permission_use_kind CHECK (kind IN ('activation', 'confirmation', 'seal')),
    CONSTRAINT permission_use_digest CHECK (octet_length(digest) = 32)
);

CREATE TRIGGER permission_use_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON permission_use
FOR EACH STATEMENT EXECUTE FUNCTION refuse('a used permission stays used');
ALTER TABLE permission_use ENABLE ALWAYS TRIGGER permission_use_stays;

CREATE TABLE signature_value (
    kind TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    item BIGINT NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    value BYTEA NOT NULL,
    CONSTRAINT signature_value_key PRIMARY KEY (kind, id, item),
    CONSTRAINT signature_value_permission
        FOREIGN KEY (kind, id, item) REFERENCES permission_use (kind, id, item)
);

CREATE TRIGGER signature_value_is_never_updated BEFORE UPDATE ON signature_value
FOR EACH STATEMENT EXECUTE FUNCTION refuse('a signature value is never changed');
ALTER TABLE signature_value ENABLE ALWAYS TRIGGER signature_value_is_never_updated;

CREATE TABLE revocation_list_seen (
    issuer BYTEA NOT NULL,
    this_update BIGINT NOT NULL,
    CONSTRAINT revocation_list_seen_key PRIMARY KEY (issuer)
);

CREATE TABLE signature_operation (
    id BIGINT NOT NULL,
    count BIGINT NOT NULL,
    CONSTRAINT signature_operation_key PRIMARY KEY (id),
    CONSTRAINT signature_operation_single CHECK (id = 1)
);

INSERT INTO signature_operation (id, count) VALUES (1, 0);

CREATE TRIGGER signature_operation_counts_up BEFORE UPDATE ON signature_operation
FOR EACH ROW WHEN (NEW.count <> OLD.count + 1) EXECUTE FUNCTION refuse('operations are counted one by one');
CREATE TRIGGER signature_operation_stays BEFORE DELETE OR TRUNCATE ON signature_operation
FOR EACH STATEMENT EXECUTE FUNCTION refuse('operations are counted one by one');
ALTER TABLE signature_operation ENABLE ALWAYS TRIGGER signature_operation_counts_up;
ALTER TABLE signature_operation ENABLE ALWAYS TRIGGER signature_operation_stays;
