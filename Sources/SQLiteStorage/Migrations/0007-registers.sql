-- Registers: entries, each version of them that ever was, and the mails about their days.

CREATE TABLE register_entry (
    id BLOB NOT NULL
        CONSTRAINT register_entry_key PRIMARY KEY
        CONSTRAINT register_entry_id_length CHECK (length(id) = 16),
    organisation_id BLOB NOT NULL CONSTRAINT register_entry_organisation REFERENCES organisation (id),
    register TEXT NOT NULL CONSTRAINT register_entry_register_present CHECK (register <> ''),
    number INTEGER NOT NULL CONSTRAINT register_entry_number_positive CHECK (number >= 1),
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL CONSTRAINT register_entry_version_positive CHECK (version >= 1),
    CONSTRAINT register_entry_number_unique UNIQUE (organisation_id, register, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX register_entry_by_register ON register_entry (register, id);

CREATE TRIGGER register_entry_only_counted BEFORE UPDATE ON register_entry
WHEN NEW.id IS NOT OLD.id OR NEW.organisation_id IS NOT OLD.organisation_id OR NEW.register IS NOT OLD.register
    OR NEW.number IS NOT OLD.number OR NEW.created_at IS NOT OLD.created_at OR NEW.version IS NOT OLD.version + 1
BEGIN
    SELECT RAISE(ABORT, 'entries of registers are never changed, only followed');
END;

CREATE TRIGGER register_entry_never_deleted BEFORE DELETE ON register_entry
BEGIN
    SELECT RAISE(ABORT, 'entries of registers are never deleted');
END;

-- What an entry said from one change to the next; the newest is what it says now.
CREATE TABLE register_version (
    entry_id BLOB NOT NULL CONSTRAINT register_version_entry REFERENCES register_entry (id),
    version INTEGER NOT NULL CONSTRAINT register_version_positive CHECK (version >= 1),
    owner_id BLOB CONSTRAINT register_version_owner REFERENCES account (id),
    state TEXT NOT NULL CONSTRAINT register_version_state_known CHECK (
        state IN ('draft', 'proposed', 'approved', 'retired')
    ),
    state_detail TEXT NOT NULL CONSTRAINT register_version_state_detail_json CHECK (json_valid(state_detail)),
    made_by BLOB CONSTRAINT register_version_maker REFERENCES account (id),
    approved_by BLOB CONSTRAINT register_version_approver REFERENCES account (id),
    action TEXT NOT NULL,
    actor TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    CONSTRAINT register_version_key PRIMARY KEY (entry_id, version),
    CONSTRAINT register_version_two_persons CHECK (
        approved_by IS NULL OR (made_by IS NOT NULL AND approved_by <> made_by)
    )
) STRICT, WITHOUT ROWID;

CREATE TRIGGER register_version_never_updated BEFORE UPDATE ON register_version
BEGIN
    SELECT RAISE(ABORT, 'versions of entries are never changed');
END;

CREATE TRIGGER register_version_never_deleted BEFORE DELETE ON register_version
BEGIN
    SELECT RAISE(ABORT, 'versions of entries are never deleted');
END;

CREATE TABLE register_reminder (
    entry_id BLOB NOT NULL CONSTRAINT register_reminder_entry REFERENCES register_entry (id),
    kind TEXT NOT NULL CONSTRAINT register_reminder_kind_known CHECK (kind IN ('due', 'review')),
    day TEXT NOT NULL CONSTRAINT register_reminder_day_length CHECK (length(day) = 10),
    occasion TEXT NOT NULL CONSTRAINT register_reminder_occasion_known CHECK (
        occasion IN ('month', 'week', 'today', 'overdue')
    ),
    sent_at INTEGER NOT NULL,
    CONSTRAINT register_reminder_key PRIMARY KEY (entry_id, kind, day, occasion)
) STRICT, WITHOUT ROWID;

CREATE INDEX account_by_organisation ON account (organisation_id, created_at, id);
