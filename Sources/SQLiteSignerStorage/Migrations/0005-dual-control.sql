-- Operators with their passkeys, and the acts that two of them approve.

CREATE TABLE key_operator (
    id                     TEXT    NOT NULL,
    subject                TEXT    NOT NULL,
    name                   TEXT    NOT NULL,
    duty                   TEXT    NOT NULL,
    user_handle            BLOB    NOT NULL,
    state                  TEXT    NOT NULL,
    version                INTEGER NOT NULL,
    created                INTEGER NOT NULL,
    registration_challenge BLOB,
    registration_expires   INTEGER,
    passkey_id             BLOB,
    passkey_public_key     BLOB,
    passkey_algorithm      INTEGER,
    passkey_sign_count     INTEGER,
    passkey_eligible       INTEGER,
    passkey_backed_up      INTEGER,
    passkey_format         TEXT,
    passkey_binding        BLOB,
    admission_binding      BLOB,
    CONSTRAINT key_operator_key PRIMARY KEY (id),
    CONSTRAINT key_operator_subject UNIQUE (subject),
    CONSTRAINT key_operator_passkey UNIQUE (passkey_id),
    CONSTRAINT key_operator_duty CHECK (duty IN ('key-custodian', 'security-officer')),
    CONSTRAINT key_operator_state CHECK (state IN ('REQUESTED', 'ENROLLED', 'ACTIVE', 'REMOVED')),
    CONSTRAINT key_operator_whole CHECK (
        (state = 'REQUESTED' OR passkey_id IS NOT NULL) AND (state <> 'ACTIVE' OR admission_binding IS NOT NULL)
    )
) STRICT;

CREATE TRIGGER key_operator_keeps_her_duty BEFORE UPDATE OF subject, duty ON key_operator
WHEN NEW.subject <> OLD.subject OR (NEW.duty <> OLD.duty AND OLD.state IN ('ACTIVE', 'REMOVED'))
BEGIN
    SELECT RAISE(ABORT, 'an operator keeps her duty');
END;

CREATE TRIGGER key_operator_stays_removed BEFORE UPDATE OF state ON key_operator
WHEN OLD.state = 'REMOVED' AND NEW.state <> 'REMOVED'
BEGIN
    SELECT RAISE(ABORT, 'an operator who was removed does not come back');
END;

CREATE TRIGGER key_operator_is_never_deleted BEFORE DELETE ON key_operator
BEGIN
    SELECT RAISE(ABORT, 'operators are removed by their state');
END;

CREATE TABLE critical_act (
    id      TEXT    NOT NULL,
    bytes   BLOB    NOT NULL,
    created INTEGER NOT NULL,
    CONSTRAINT critical_act_key PRIMARY KEY (id)
) STRICT;

CREATE TRIGGER critical_act_is_never_updated BEFORE UPDATE ON critical_act
BEGIN
    SELECT RAISE(ABORT, 'an act is written once');
END;

CREATE TRIGGER critical_act_is_never_deleted BEFORE DELETE ON critical_act
BEGIN
    SELECT RAISE(ABORT, 'an act is written once');
END;

CREATE TABLE act_approval (
    act       TEXT    NOT NULL,
    operator  TEXT    NOT NULL,
    assertion BLOB    NOT NULL,
    time      INTEGER NOT NULL,
    CONSTRAINT act_approval_key PRIMARY KEY (act, operator),
    CONSTRAINT act_approval_act FOREIGN KEY (act) REFERENCES critical_act (id),
    CONSTRAINT act_approval_operator FOREIGN KEY (operator) REFERENCES key_operator (id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER act_approval_is_never_updated BEFORE UPDATE ON act_approval
BEGIN
    SELECT RAISE(ABORT, 'an approval stays');
END;

CREATE TRIGGER act_approval_is_never_deleted BEFORE DELETE ON act_approval
BEGIN
    SELECT RAISE(ABORT, 'an approval stays');
END;

CREATE TABLE act_performed (
    act       TEXT    NOT NULL,
    custodian TEXT    NOT NULL,
    officer   TEXT    NOT NULL,
    time      INTEGER NOT NULL,
    CONSTRAINT act_performed_key PRIMARY KEY (act),
    CONSTRAINT act_performed_custodian FOREIGN KEY (act, custodian) REFERENCES act_approval (act, operator),
    CONSTRAINT act_performed_officer FOREIGN KEY (act, officer) REFERENCES act_approval (act, operator)
) STRICT, WITHOUT ROWID;

-- Whoever writes past the engine still needs two people of two duties.
CREATE TRIGGER act_performed_is_approved BEFORE INSERT ON act_performed
WHEN NOT EXISTS (SELECT 1 FROM key_operator WHERE id = NEW.custodian AND duty = 'key-custodian')
    OR NOT EXISTS (SELECT 1 FROM key_operator WHERE id = NEW.officer AND duty = 'security-officer')
BEGIN
    SELECT RAISE(ABORT, 'an act needs two approvals');
END;

CREATE TRIGGER act_performed_is_never_updated BEFORE UPDATE ON act_performed
BEGIN
    SELECT RAISE(ABORT, 'an act is performed once');
END;

CREATE TRIGGER act_performed_is_never_deleted BEFORE DELETE ON act_performed
BEGIN
    SELECT RAISE(ABORT, 'an act is performed once');
END;
