-- Keys of other types than P-256, and keys made ahead of time.

ALTER TABLE credential ADD COLUMN key_type TEXT COLLATE "C" NOT NULL DEFAULT 'P-256'
    CONSTRAINT credential_key_type CHECK (key_type IN ('P-256', 'P-384', 'RSA-3072-PSS', 'RSA-3072-PKCS1'));

ALTER TABLE service_key ADD COLUMN key_type TEXT COLLATE "C" NOT NULL DEFAULT 'P-256'
    CONSTRAINT service_key_type CHECK (key_type IN ('P-256', 'P-384', 'RSA-3072-PSS', 'RSA-3072-PKCS1'));

-- One key, one credential.
CREATE UNIQUE INDEX credential_by_key ON credential (public_key_info);

CREATE TABLE pooled_key (
    id TEXT COLLATE "C" NOT NULL,
    public_key_info BYTEA NOT NULL,
    wrapped_key BYTEA NOT NULL,
    key_binding BYTEA NOT NULL,
    created BIGINT NOT NULL,
    CONSTRAINT pooled_key_key PRIMARY KEY (id),
    CONSTRAINT pooled_key_public UNIQUE (public_key_info)
);

CREATE TRIGGER pooled_key_is_never_updated BEFORE UPDATE ON pooled_key
FOR EACH STATEMENT EXECUTE FUNCTION refuse('a pooled key waits and leaves');
ALTER TABLE pooled_key ENABLE ALWAYS TRIGGER pooled_key_is_never_updated;

-- A key that somebody has, or that was destroyed, is not handed out again.
CREATE FUNCTION refuse_owned_key() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM credential WHERE public_key_info = NEW.public_key_info) THEN
        RAISE EXCEPTION 'this key has been handed out' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER pooled_key_is_new BEFORE INSERT ON pooled_key
FOR EACH ROW EXECUTE FUNCTION refuse_owned_key();
ALTER TABLE pooled_key ENABLE ALWAYS TRIGGER pooled_key_is_new;

-- The type of a key is decided once.
CREATE TRIGGER credential_keeps_its_key_type BEFORE UPDATE OF key_type ON credential
FOR EACH ROW WHEN (NEW.key_type <> OLD.key_type) EXECUTE FUNCTION refuse('a credential keeps its key type');
ALTER TABLE credential ENABLE ALWAYS TRIGGER credential_keeps_its_key_type;
