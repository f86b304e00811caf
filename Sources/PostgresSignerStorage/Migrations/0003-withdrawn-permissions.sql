-- Permissions that were asked after before anything was signed with them, and never will be used.

CREATE TABLE withdrawn_permission (
    kind TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    CONSTRAINT withdrawn_permission_key PRIMARY KEY (kind, id),
    CONSTRAINT withdrawn_permission_kind CHECK (kind IN ('activation', 'confirmation', 'seal'))
);

CREATE TRIGGER withdrawn_permission_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON withdrawn_permission
FOR EACH STATEMENT EXECUTE FUNCTION refuse('a withdrawn permission stays withdrawn');
ALTER TABLE withdrawn_permission ENABLE ALWAYS TRIGGER withdrawn_permission_stays;

CREATE FUNCTION refuse_used_permission() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM permission_use WHERE kind = NEW.kind AND id = NEW.id) THEN
        RAISE EXCEPTION 'this permission was used' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER withdrawn_permission_is_unused BEFORE INSERT ON withdrawn_permission
FOR EACH ROW EXECUTE FUNCTION refuse_used_permission();
ALTER TABLE withdrawn_permission ENABLE ALWAYS TRIGGER withdrawn_permission_is_unused;

CREATE FUNCTION refuse_withdrawn_permission() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM withdrawn_permission WHERE kind = NEW.kind AND id = NEW.id) THEN
        RAISE EXCEPTION 'this permission was withdrawn' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER permission_use_is_not_withdrawn BEFORE INSERT ON permission_use
FOR EACH ROW EXECUTE FUNCTION refuse_withdrawn_permission();
ALTER TABLE permission_use ENABLE ALWAYS TRIGGER permission_use_is_not_withdrawn;
