-- The newest envelopes of all organisations, which probes look at.
CREATE INDEX envelope_by_time ON envelope (created_at, id);
