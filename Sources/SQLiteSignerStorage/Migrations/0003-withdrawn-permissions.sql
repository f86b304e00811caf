-- Permissions that were asked after before anything was signed with them, and never will be used.

CREATE TABLE withdrawn_permission (
    kind TEXT NOT NULL,
    id   TEXT NOT NULL,
    CONSTRAINT withdrawn_permission_key PRIMARY KEY (kind, id),
    CONSTRAINT withdrawn_permission_kind CHECK (kind IN ('activation', 'confirmation', 'seal'))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER withdrawn_permission_is_never_updated BEFORE UPDATE ON withdrawn_permission
BEGIN
    SELECT RAISE(ABORT, 'a withdrawn permission stays withdrawn');
END;

CREATE TRIGGER withdrawn_permission_is_never_deleted BEFORE DELETE ON withdrawn_permission
BEGIN
    SELECT RAISE(ABORT, 'a withdrawn permission stays withdrawn');
END;

CREATE TRIGGER withdrawn_permission_is_unused BEFORE INSERT ON withdrawn_permission
WHEN EXISTS (SELECT 1 FROM permission_use WHERE kind = NEW.kind AND id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'this permission was used');
END;

CREATE TRIGGER permission_use_is_not_withdrawn BEFORE INSERT ON permission_use
WHEN EXISTS (SELECT 1 FROM withdrawn_permission WHERE kind = NEW.kind AND id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'this permission was withdrawn');
END;
