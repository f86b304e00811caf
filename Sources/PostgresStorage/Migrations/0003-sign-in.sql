-- Passkeys with which accounts sign in (never those for signatures), their browser sessions, and challenges on their way.

CREATE TABLE sign_in_passkey (
    credential_id BYTEA NOT NULL
        CONSTRAINT sign_in_passkey_key PRIMARY KEY
        CONSTRAINT sign_in_passkey_id_length CHECK (octet_length(credential_id) BETWEEN 1 AND 1023),
    account_id BYTEA NOT NULL CONSTRAINT sign_in_passkey_account REFERENCES account (id),
    record TEXT COLLATE "C" NOT NULL CONSTRAINT sign_in_passkey_record_json CHECK (record::json IS NOT NULL),
    sign_count BIGINT NOT NULL CONSTRAINT sign_in_passkey_count_positive CHECK (sign_count >= 0),
    created_at BIGINT NOT NULL
);

CREATE INDEX sign_in_passkey_by_account ON sign_in_passkey (account_id);

CREATE TABLE sign_in_challenge (
    digest BYTEA NOT NULL
        CONSTRAINT sign_in_challenge_key PRIMARY KEY
        CONSTRAINT sign_in_challenge_length CHECK (octet_length(digest) = 32),
    account_id BYTEA CONSTRAINT sign_in_challenge_account REFERENCES account (id),
    expires_at BIGINT NOT NULL
);

CREATE INDEX sign_in_challenge_by_expiry ON sign_in_challenge (expires_at);

CREATE TABLE account_session (
    digest BYTEA NOT NULL
        CONSTRAINT account_session_key PRIMARY KEY
        CONSTRAINT account_session_digest_length CHECK (octet_length(digest) = 32),
    account_id BYTEA NOT NULL CONSTRAINT account_session_account REFERENCES account (id),
    opened_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
