-- Roles of accounts, and mailed links with which people make their first passkey.

ALTER TABLE account ADD COLUMN roles TEXT NOT NULL DEFAULT '[]'
    CONSTRAINT account_roles_json CHECK (json_valid(roles));

CREATE TABLE member_invitation (
    digest BLOB NOT NULL
        CONSTRAINT member_invitation_key PRIMARY KEY
        CONSTRAINT member_invitation_length CHECK (length(digest) = 32),
    account_id BLOB NOT NULL CONSTRAINT member_invitation_account REFERENCES account (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
