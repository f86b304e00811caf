-- How time-stamping authorities have answered, and revocation data that were fetched. Both may be lost without harm.
CREATE TABLE timestamp_call (
    id BLOB NOT NULL CONSTRAINT timestamp_call_key PRIMARY KEY
        CONSTRAINT timestamp_call_id_length CHECK (length(id) = 16),
    authority TEXT NOT NULL,
    at INTEGER NOT NULL,
    calls INTEGER NOT NULL CONSTRAINT timestamp_call_calls_positive CHECK (calls >= 1),
    milliseconds INTEGER NOT NULL CONSTRAINT timestamp_call_duration_positive CHECK (milliseconds >= 0),
    outcome TEXT NOT NULL CONSTRAINT timestamp_call_outcome_json CHECK (json_valid(outcome))
) STRICT, WITHOUT ROWID;

CREATE INDEX timestamp_call_by_time ON timestamp_call (at, id);

CREATE TABLE kept_revocation (
    key BLOB NOT NULL CONSTRAINT kept_revocation_key PRIMARY KEY
        CONSTRAINT kept_revocation_key_length CHECK (length(key) = 32),
    der BLOB NOT NULL,
    fetched_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX kept_revocation_by_end ON kept_revocation (expires_at, key);
