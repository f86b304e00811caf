-- Accounts that are locked for a while, or closed for good: nothing opens them, whatever release is asked.

ALTER TABLE account ADD COLUMN state TEXT COLLATE "C" NOT NULL DEFAULT 'active'
    CONSTRAINT account_state_known CHECK (state IN ('active', 'locked', 'closed'));

CREATE FUNCTION refuse_account_state() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF OLD.state = 'closed' AND NEW.state <> 'closed' THEN
        RAISE EXCEPTION 'an account that was closed stays closed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state <> 'active' AND (
        EXISTS (SELECT 1 FROM account_session WHERE account_id = NEW.id)
        OR EXISTS (SELECT 1 FROM member_invitation WHERE account_id = NEW.id)
    ) THEN
        RAISE EXCEPTION 'the account has a session or a link' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER account_state_is_kept BEFORE UPDATE OF state ON account
FOR EACH ROW EXECUTE FUNCTION refuse_account_state();
ALTER TABLE account ENABLE ALWAYS TRIGGER account_state_is_kept;

CREATE FUNCTION refuse_without_active_account() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM account WHERE id = NEW.account_id AND state <> 'active') THEN
        RAISE EXCEPTION 'the account is not active' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER account_session_needs_active_account BEFORE INSERT ON account_session
FOR EACH ROW EXECUTE FUNCTION refuse_without_active_account();
ALTER TABLE account_session ENABLE ALWAYS TRIGGER account_session_needs_active_account;

CREATE TRIGGER member_invitation_needs_active_account BEFORE INSERT ON member_invitation
FOR EACH ROW EXECUTE FUNCTION refuse_without_active_account();
ALTER TABLE member_invitation ENABLE ALWAYS TRIGGER member_invitation_needs_active_account;
