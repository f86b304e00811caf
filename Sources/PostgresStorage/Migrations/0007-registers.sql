-- Registers: entries, each version of them that ever was, and the mails about their days.

CREATE TABLE register_entry (
    id BYTEA NOT NULL
        CONSTRAINT register_entry_key PRIMARY KEY
        CONSTRAINT register_entry_id_length CHECK (octet_length(id) = 16),
    organisation_id BYTEA NOT NULL CONSTRAINT register_entry_organisation REFERENCES organisation (id),
    register TEXT COLLATE "C" NOT NULL CONSTRAINT register_entry_register_present CHECK (register <> ''),
    number BIGINT NOT NULL CONSTRAINT register_entry_number_positive CHECK (number >= 1),
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL CONSTRAINT register_entry_version_positive CHECK (version >= 1),
    CONSTRAINT register_entry_number_unique UNIQUE (organisation_id, register, number)
);

CREATE INDEX register_entry_by_register ON register_entry (register, id);

CREATE FUNCTION refuse_register_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'entries of registers are never changed or removed'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER register_entry_only_counted BEFORE UPDATE ON register_entry
FOR EACH ROW
WHEN (
    NEW.id IS DISTINCT FROM OLD.id OR NEW.organisation_id IS DISTINCT FROM OLD.organisation_id
    OR NEW.register IS DISTINCT FROM OLD.register OR NEW.number IS DISTINCT FROM OLD.number
    OR NEW.created_at IS DISTINCT FROM OLD.created_at OR NEW.version IS DISTINCT FROM OLD.version + 1
)
EXECUTE FUNCTION refuse_register_change();

CREATE TRIGGER register_entry_never_removed BEFORE DELETE OR TRUNCATE ON register_entry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_register_change();

-- Also where a session calls itself a replica, in which ordinary triggers keep still.
ALTER TABLE register_entry ENABLE ALWAYS TRIGGER register_entry_only_counted;
ALTER TABLE register_entry ENABLE ALWAYS TRIGGER register_entry_never_removed;

-- What an entry said from one change to the next; the newest is what it says now.
CREATE TABLE register_version (
    entry_id BYTEA NOT NULL CONSTRAINT register_version_entry REFERENCES register_entry (id),
    version BIGINT NOT NULL CONSTRAINT register_version_positive CHECK (version >= 1),
    owner_id BYTEA CONSTRAINT register_version_owner REFERENCES account (id),
    state TEXT COLLATE "C" NOT NULL CONSTRAINT register_version_state_known CHECK (
        state IN ('draft', 'proposed', 'approved', 'retired')
    ),
    state_detail TEXT COLLATE "C" NOT NULL
        CONSTRAINT register_version_state_detail_json CHECK (state_detail::json IS NOT NULL),
    made_by BYTEA CONSTRAINT register_version_maker REFERENCES account (id),
    approved_by BYTEA CONSTRAINT register_version_approver REFERENCES account (id),
    action TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    saved_at BIGINT NOT NULL,
    CONSTRAINT register_version_key PRIMARY KEY (entry_id, version),
    CONSTRAINT register_version_two_persons CHECK (
        approved_by IS NULL OR (made_by IS NOT NULL AND approved_by <> made_by)
    )
);

CREATE TRIGGER register_version_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON register_version
FOR EACH STATEMENT EXECUTE FUNCTION refuse_register_change();

ALTER TABLE register_version ENABLE ALWAYS TRIGGER register_version_never_changed;

CREATE TABLE register_reminder (
    entry_id BYTEA NOT NULL CONSTRAINT register_reminder_entry REFERENCES register_entry (id),
    kind TEXT COLLATE "C" NOT NULL CONSTRAINT register_reminder_kind_known CHECK (kind IN ('due', 'review')),
    day TEXT COLLATE "C" NOT NULL CONSTRAINT register_reminder_day_length CHECK (octet_length(day) = 10),
    occasion TEXT COLLATE "C" NOT NULL CONSTRAINT register_reminder_occasion_known CHECK (
        occasion IN ('month', 'week', 'today', 'overdue')
    ),
    sent_at BIGINT NOT NULL,
    CONSTRAINT register_reminder_key PRIMARY KEY (entry_id, kind, day, occasion)
);

CREATE INDEX account_by_organisation ON account (organisation_id, created_at, id);
