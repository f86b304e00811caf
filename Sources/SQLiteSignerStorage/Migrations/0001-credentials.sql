-- The signer's own records: credentials, permissions and their use, audit chains.

CREATE TABLE audit_entry (
    chain          TEXT    NOT NULL,
    sequence       INTEGER NOT NULL,
    time           INTEGER NOT NULL,
    actor          TEXT    NOT NULL,
    action         TEXT    NOT NULL,
    salt           BLOB    NOT NULL,
    payload        BLOB    NOT NULL,
    payload_digest BLOB    NOT NULL,
    previous       BLOB    NOT NULL,
    digest         BLOB    NOT NULL,
    CONSTRAINT audit_entry_key PRIMARY KEY (chain, sequence),
    CONSTRAINT audit_entry_sequence CHECK (sequence >= 1),
    CONSTRAINT audit_entry_salt CHECK (length(salt) = 32),
    CONSTRAINT audit_entry_digests CHECK (
        length(payload_digest) = 32 AND length(previous) = 32 AND length(digest) = 32
    )
) STRICT, WITHOUT ROWID;

CREATE TRIGGER audit_entry_is_never_updated BEFORE UPDATE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'audit entries are never changed');
END;

CREATE TRIGGER audit_entry_is_never_deleted BEFORE DELETE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'audit entries are never deleted');
END;

-- Refuses a gap, a fork and INSERT OR REPLACE.
CREATE TRIGGER audit_entry_follows BEFORE INSERT ON audit_entry
WHEN NEW.sequence <> 1 + coalesce((SELECT max(sequence) FROM audit_entry WHERE chain = NEW.chain), 0)
    OR (NEW.sequence > 1 AND NEW.previous <> (
        SELECT digest FROM audit_entry WHERE chain = NEW.chain AND sequence = NEW.sequence - 1
    ))
BEGIN
    SELECT RAISE(ABORT, 'an audit entry must follow the last one');
END;

CREATE TABLE credential (
    id                     TEXT    NOT NULL,
    subject                TEXT    NOT NULL,
    display_name           TEXT    NOT NULL,
    user_handle            BLOB    NOT NULL,
    state                  TEXT    NOT NULL,
    version                INTEGER NOT NULL,
    public_key_info        BLOB,
    wrapped_key            BLOB,
    key_binding            BLOB,
    registration_challenge BLOB,
    registration_expires   INTEGER,
    passkey_id             BLOB,
    passkey_public_key     BLOB,
    passkey_algorithm      INTEGER,
    passkey_sign_count     INTEGER,
    passkey_eligible       INTEGER,
    passkey_backed_up      INTEGER,
    passkey_format         TEXT,
    passkey_binding        BLOB,
    certificate_chain      BLOB,
    certificate_binding    BLOB,
    certificate_not_after  INTEGER,
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
) STRICT;

CREATE INDEX credential_by_subject ON credential (subject);
CREATE INDEX credential_by_state ON credential (state);

CREATE TABLE tombstone (
    key_fingerprint BLOB    NOT NULL,
    credential      TEXT    NOT NULL,
    time            INTEGER NOT NULL,
    CONSTRAINT tombstone_key PRIMARY KEY (key_fingerprint)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER tombstone_is_never_updated BEFORE UPDATE ON tombstone
BEGIN
    SELECT RAISE(ABORT, 'tombstones stay');
END;

CREATE TRIGGER tombstone_is_never_deleted BEFORE DELETE ON tombstone
BEGIN
    SELECT RAISE(ABORT, 'tombstones stay');
END;

-- A destroyed key never comes back, whichever row claims it.
CREATE TRIGGER credential_key_is_not_buried BEFORE UPDATE OF wrapped_key ON credential
WHEN NEW.wrapped_key IS NOT NULL AND EXISTS (SELECT 1 FROM tombstone WHERE credential = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'this key was destroyed');
END;

CREATE TABLE service_key (
    purpose               TEXT NOT NULL,
    public_key_info       BLOB NOT NULL,
    certification_request BLOB NOT NULL,
    certificate_chain     BLOB,
    certificate_binding   BLOB,
    certificate_not_after INTEGER,
    CONSTRAINT service_key_key PRIMARY KEY (purpose),
    CONSTRAINT service_key_purpose CHECK (purpose IN ('witness', 'record'))
) STRICT;

CREATE TABLE activation (
    id         TEXT    NOT NULL,
    credential TEXT    NOT NULL,
    context    BLOB    NOT NULL,
    created    INTEGER NOT NULL,
    CONSTRAINT activation_key PRIMARY KEY (id),
    CONSTRAINT activation_credential FOREIGN KEY (credential) REFERENCES credential (id)
) STRICT;

CREATE TRIGGER activation_is_never_updated BEFORE UPDATE ON activation
BEGIN
    SELECT RAISE(ABORT, 'an activation context is written once');
END;

CREATE TABLE accepted_assertion (
    activation        TEXT    NOT NULL,
    digest            BLOB    NOT NULL,
    sign_count_before INTEGER NOT NULL,
    CONSTRAINT accepted_assertion_key PRIMARY KEY (activation, digest),
    CONSTRAINT accepted_assertion_activation FOREIGN KEY (activation) REFERENCES activation (id)
) STRICT, WITHOUT ROWID;

-- Spent permissions: SAD and confirmations per document index, seal orders as a whole.
CREATE TABLE permission_use (
    kind    TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    item    INTEGER NOT NULL,
    digest  BLOB    NOT NULL,
    CONSTRAINT permission_use_key PRIMARY KEY (kind, id, item),
    CONSTRAINT permission_use_kind CHECK (kind IN ('activation', 'confirmation', 'seal')),
    CONSTRAINT permission_use_digest CHECK (length(digest) = 32)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER permission_use_once BEFORE INSERT ON permission_use
WHEN EXISTS (SELECT 1 FROM permission_use WHERE kind = NEW.kind AND id = NEW.id AND item = NEW.item)
BEGIN
    SELECT RAISE(ABORT, 'a permission is used once');
END;

CREATE TRIGGER permission_use_is_never_updated BEFORE UPDATE ON permission_use
BEGIN
    SELECT RAISE(ABORT, 'a used permission stays used');
END;

CREATE TRIGGER permission_use_is_never_deleted BEFORE DELETE ON permission_use
BEGIN
    SELECT RAISE(ABORT, 'a used permission stays used');
END;

CREATE TABLE signature_value (
    kind   TEXT    NOT NULL,
    id     TEXT    NOT NULL,
    item   INTEGER NOT NULL,
    digest TEXT    NOT NULL,
    value  BLOB    NOT NULL,
    CONSTRAINT signature_value_key PRIMARY KEY (kind, id, item),
    CONSTRAINT signature_value_permission
        FOREIGN KEY (kind, id, item) REFERENCES permission_use (kind, id, item)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER signature_value_is_never_updated BEFORE UPDATE ON signature_value
BEGIN
    SELECT RAISE(ABORT, 'a signature value is never changed');
END;

CREATE TABLE revocation_list_seen (
    issuer      BLOB    NOT NULL,
    this_update INTEGER NOT NULL,
    CONSTRAINT revocation_list_seen_key PRIMARY KEY (issuer)
) STRICT, WITHOUT ROWID;

CREATE TABLE signature_operation (
    id    INTEGER NOT NULL,
    count INTEGER NOT NULL,
    CONSTRAINT signature_operation_key PRIMARY KEY (id),
    CONSTRAINT signature_operation_single CHECK (id = 1)
) STRICT;

INSERT INTO signature_operation (id, count) VALUES (1, 0);

CREATE TRIGGER signature_operation_counts_up BEFORE UPDATE ON signature_operation
WHEN NEW.count <> OLD.count + 1
BEGIN
    SELECT RAISE(ABORT, 'operations are counted one by one');
END;

CREATE TRIGGER signature_operation_stays BEFORE DELETE ON signature_operation
BEGIN
    SELECT RAISE(ABORT, 'operations are counted one by one');
END;
