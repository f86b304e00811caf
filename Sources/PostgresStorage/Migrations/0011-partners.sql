-- How time-stamping authorities have answered, and revocation data that were fetched. Both may be lost without harm.
CREATE TABLE timestamp_call (
    id BYTEA NOT NULL CONSTRAINT timestamp_call_key PRIMARY KEY
        CONSTRAINT timestamp_call_id_length CHECK (octet_length(id) = 16),
    authority TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    calls BIGINT NOT NULL CONSTRAINT timestamp_call_calls_positive CHECK (calls >= 1),
    milliseconds BIGINT NOT NULL CONSTRAINT timestamp_call_duration_positive CHECK (milliseconds >= 0),
    outcome TEXT COLLATE "C" NOT NULL CONSTRAINT timestamp_call_outcome_json CHECK (outcome::json IS NOT NULL)
);

CREATE INDEX timestamp_call_by_time ON timestamp_call (at, id);

CREATE TABLE kept_revocation (
    key BYTEA NOT NULL CONSTRAINT kept_revocation_key PRIMARY KEY
        CONSTRAINT kept_revocation_key_length CHECK (octet_length(key) = 32),
    der BYTEA NOT NULL,
    fetched_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX kept_revocation_by_end ON kept_revocation (expires_at, key);
