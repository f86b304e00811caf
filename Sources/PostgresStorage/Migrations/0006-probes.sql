-- What probes of the running installation found, and incidents. Results are kept for ever.
CREATE TABLE probe_result (
    probe TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL
        CONSTRAINT probe_result_outcome_known CHECK (outcome IN ('passed', 'failed', 'not-checked')),
    facts TEXT COLLATE "C" NOT NULL CONSTRAINT probe_result_facts_json CHECK (facts::json IS NOT NULL),
    environment TEXT COLLATE "C" NOT NULL
        CONSTRAINT probe_result_environment_known CHECK (environment IN ('TEST', 'PRODUCTION')),
    milliseconds BIGINT NOT NULL CONSTRAINT probe_result_duration_positive CHECK (milliseconds >= 0),
    CONSTRAINT probe_result_key PRIMARY KEY (probe, at)
);

CREATE FUNCTION refuse_probe_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'results of probes are never changed or removed' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER probe_result_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON probe_result
FOR EACH STATEMENT EXECUTE FUNCTION refuse_probe_change();

ALTER TABLE probe_result ENABLE ALWAYS TRIGGER probe_result_never_changed;

CREATE TABLE incident (
    id BYTEA NOT NULL CONSTRAINT incident_key PRIMARY KEY CONSTRAINT incident_id_length CHECK (octet_length(id) = 16),
    key TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C" NOT NULL CONSTRAINT incident_title_json CHECK (title::json IS NOT NULL),
    severity TEXT COLLATE "C" NOT NULL CONSTRAINT incident_severity_known CHECK (severity IN ('high', 'medium', 'low')),
    opened_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL
        CONSTRAINT incident_state_known CHECK (state IN ('open', 'acknowledged', 'closed')),
    state_detail TEXT COLLATE "C" NOT NULL
        CONSTRAINT incident_state_detail_json CHECK (state_detail::json IS NOT NULL),
    version BIGINT NOT NULL CONSTRAINT incident_version_positive CHECK (version >= 1)
);

CREATE UNIQUE INDEX incident_open_once ON incident (key) WHERE state <> 'closed';
CREATE INDEX incident_by_time ON incident (opened_at, id);
