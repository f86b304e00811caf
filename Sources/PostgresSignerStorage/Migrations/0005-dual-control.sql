-- Operators with their passkeys, and the acts that two of them approve.

CREATE TABLE key_operator (
    id TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    duty TEXT COLLATE "C" NOT NULL,
    user_handle BYTEA NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    created BIGINT NOT NULL,
    registration_challenge BYTEA,
    registration_expires BIGINT,
    passkey_id BYTEA,
    passkey_public_key BYTEA,
    passkey_algorithm BIGINT,
    passkey_sign_count BIGINT,
    passkey_eligible BOOLEAN,
    passkey_backed_up BOOLEAN,
    passkey_format TEXT COLLATE "C",
    passkey_binding BYTEA,
    admission_binding BYTEA,
    CONSTRAINT key_operator_key PRIMARY KEY (id),
    CONSTRAINT key_operator_subject UNIQUE (subject),
    CONSTRAINT key_operator_passkey UNIQUE (passkey_id),
    CONSTRAINT key_operator_duty CHECK (duty IN ('key-custodian', 'security-officer')),
    CONSTRAINT key_operator_state CHECK (state IN ('REQUESTED', 'ENROLLED', 'ACTIVE', 'REMOVED')),
    CONSTRAINT key_operator_whole CHECK (
        (state = 'REQUESTED' OR passkey_id IS NOT NULL) AND (state <> 'ACTIVE' OR admission_binding IS NOT NULL)
    )
);

CREATE TRIGGER key_operator_keeps_her_duty BEFORE UPDATE OF subject, duty ON key_operator
FOR EACH ROW WHEN (NEW.subject <> OLD.subject OR (NEW.duty <> OLD.duty AND OLD.state IN ('ACTIVE', 'REMOVED')))
EXECUTE FUNCTION refuse('an operator keeps her duty');
ALTER TABLE key_operator ENABLE ALWAYS TRIGGER key_operator_keeps_her_duty;

CREATE TRIGGER key_operator_stays_removed BEFORE UPDATE OF state ON key_operator
FOR EACH ROW WHEN (OLD.state = 'REMOVED' AND NEW.state <> 'REMOVED')
EXECUTE FUNCTION refuse('an operator who was removed does not come back');
ALTER TABLE key_operator ENABLE ALWAYS TRIGGER key_operator_stays_removed;

CREATE TRIGGER key_operator_is_never_deleted BEFORE DELETE OR TRUNCATE ON key_operator
FOR EACH STATEMENT EXECUTE FUNCTION refuse('operators are removed by their state');
ALTER TABLE key_operator ENABLE ALWAYS TRIGGER key_operator_is_never_deleted;

CREATE TABLE critical_act (
    id TEXT COLLATE "C" NOT NULL,
    bytes BYTEA NOT NULL,
    created BIGINT NOT NULL,
    CONSTRAINT critical_act_key PRIMARY KEY (id)
);

CREATE TRIGGER critical_act_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON critical_act
FOR EACH STATEMENT EXECUTE FUNCTION refuse('an act is written once');
ALTER TABLE critical_act ENABLE ALWAYS TRIGGER critical_act_never_changed;

CREATE TABLE act_approval (
    act TEXT COLLATE "C" NOT NULL,
    operator TEXT COLLATE "C" NOT NULL,
    assertion BYTEA NOT NULL,
    time BIGINT NOT NULL,
    CONSTRAINT act_approval_key PRIMARY KEY (act, operator),
    CONSTRAINT act_approval_act FOREIGN KEY (act) REFERENCES critical_act (id),
    CONSTRAINT act_approval_operator FOREIGN KEY (operator) REFERENCES key_operator (id)
);

CREATE TRIGGER act_approval_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON act_approval
FOR EACH STATEMENT EXECUTE FUNCTION refuse('an approval stays');
ALTER TABLE act_approval ENABLE ALWAYS TRIGGER act_approval_never_changed;

CREATE TABLE act_performed (
    act TEXT COLLATE "C" NOT NULL,
    custodian TEXT COLLATE "C" NOT NULL,
    officer TEXT COLLATE "C" NOT NULL,
    time BIGINT NOT NULL,
    CONSTRAINT act_performed_key PRIMARY KEY (act),
    CONSTRAINT act_performed_custodian FOREIGN KEY (act, custodian) REFERENCES act_approval (act, operator),
    CONSTRAINT act_performed_officer FOREIGN KEY (act, officer) REFERENCES act_approval (act, operator)
);

CREATE TRIGGER act_performed_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON act_performed
FOR EACH STATEMENT EXECUTE FUNCTION refuse('an act is performed once');
ALTER TABLE act_performed ENABLE ALWAYS TRIGGER act_performed_never_changed;

-- Whoever writes past the engine still needs two people of two duties.
CREATE FUNCTION refuse_unapproved_act() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM key_operator WHERE id = NEW.custodian AND duty = 'key-custodian')
        OR NOT EXISTS (SELECT 1 FROM key_operator WHERE id = NEW.officer AND duty = 'security-officer')
    THEN
        RAISE EXCEPTION 'an act needs two approvals' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER act_performed_is_approved BEFORE INSERT ON act_performed
FOR EACH ROW EXECUTE FUNCTION refuse_unapproved_act();
ALTER TABLE act_performed ENABLE ALWAYS TRIGGER act_performed_is_approved;
