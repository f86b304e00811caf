-- Roles of accounts, and mailed links with which people make their first passkey.

ALTER TABLE account ADD COLUMN roles TEXT COLLATE "C" NOT NULL DEFAULT '[]'
    CONSTRAINT account_roles_json CHECK (roles::json IS NOT NULL);

CREATE TABLE member_invitation (
    digest BYTEA NOT NULL
        CONSTRAINT member_invitation_key PRIMARY KEY
        CONSTRAINT member_invitation_length CHECK (octet_length(digest) = 32),
    account_id BYTEA NOT NULL CONSTRAINT member_invitation_account REFERENCES account (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
