-- What probes of the running installation found, and incidents. Results are kept for ever.
CREATE TABLE probe_result (
    probe TEXT NOT NULL,
    at INTEGER NOT NULL,
    outcome TEXT NOT NULL CONSTRAINT probe_result_outcome_known CHECK (outcome IN ('passed', 'failed', 'not-checked')),
    facts TEXT NOT NULL CONSTRAINT probe_result_facts_json CHECK (json_valid(facts)),
    environment TEXT NOT NULL
        CONSTRAINT probe_result_environment_known CHECK (environment IN ('TEST', 'PRODUCTION')),
    milliseconds INTEGER NOT NULL CONSTRAINT probe_result_duration_positive CHECK (milliseconds >= 0),
    CONSTRAINT probe_result_key PRIMARY KEY (probe, at)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER probe_result_never_changed BEFORE UPDATE ON probe_result
BEGIN
    SELECT RAISE(ABORT, 'results of probes are never changed');
END;

CREATE TRIGGER probe_result_never_removed BEFORE DELETE ON probe_result
BEGIN
    SELECT RAISE(ABORT, 'results of probes are never removed');
END;

CREATE TABLE incident (
    id BLOB NOT NULL CONSTRAINT incident_key PRIMARY KEY CONSTRAINT incident_id_length CHECK (length(id) = 16),
    key TEXT NOT NULL,
    title TEXT NOT NULL CONSTRAINT incident_title_json CHECK (json_valid(title)),
    severity TEXT NOT NULL CONSTRAINT incident_severity_known CHECK (severity IN ('high', 'medium', 'low')),
    opened_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    state TEXT NOT NULL CONSTRAINT incident_state_known CHECK (state IN ('open', 'acknowledged', 'closed')),
    state_detail TEXT NOT NULL CONSTRAINT incident_state_detail_json CHECK (json_valid(state_detail)),
    version INTEGER NOT NULL CONSTRAINT incident_version_positive CHECK (version >= 1)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX incident_open_once ON incident (key) WHERE state <> 'closed';
CREATE INDEX incident_by_time ON incident (opened_at, id);
