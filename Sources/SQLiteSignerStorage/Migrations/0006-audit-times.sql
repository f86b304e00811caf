-- Chains that have grown since a moment, for anchoring.
CREATE INDEX audit_entry_by_time ON audit_entry (time, chain);
