-- Keys of other types than P-256, and keys made ahead of time.

ALTER TABLE credential ADD COLUMN key_type TEXT NOT NULL DEFAULT 'P-256'
    CONSTRAINT credential_key_type CHECK (key_type IN ('P-256', 'P-384', 'RSA-3072-PSS', 'RSA-3072-PKCS1'));

ALTER TABLE service_key ADD COLUMN key_type TEXT NOT NULL DEFAULT 'P-256'
    CONSTRAINT service_key_type CHECK (key_type IN ('P-256', 'P-384', 'RSA-3072-PSS', 'RSA-3072-PKCS1'));

-- One key, one credential.
CREATE UNIQUE INDEX credential_by_key ON credential (public_key_info);

CREATE TABLE pooled_key (
    id              TEXT    NOT NULL,
    public_key_info BLOB    NOT NULL,
    wrapped_key     BLOB    NOT NULL,
    key_binding     BLOB    NOT NULL,
    created         INTEGER NOT NULL,
    CONSTRAINT pooled_key_key PRIMARY KEY (id),
    CONSTRAINT pooled_key_public UNIQUE (public_key_info)
) STRICT;

CREATE TRIGGER pooled_key_is_never_updated BEFORE UPDATE ON pooled_key
BEGIN
    SELECT RAISE(ABORT, 'a pooled key waits and leaves');
END;

-- A key that somebody has, or that was destroyed, is not handed out again.
CREATE TRIGGER pooled_key_is_new BEFORE INSERT ON pooled_key
WHEN EXISTS (SELECT 1 FROM credential WHERE public_key_info = NEW.public_key_info)
BEGIN
    SELECT RAISE(ABORT, 'this key has been handed out');
END;

-- The type of a key is decided once.
CREATE TRIGGER credential_keeps_its_key_type BEFORE UPDATE OF key_type ON credential
WHEN NEW.key_type <> OLD.key_type
BEGIN
    SELECT RAISE(ABORT, 'a credential keeps its key type');
END;
