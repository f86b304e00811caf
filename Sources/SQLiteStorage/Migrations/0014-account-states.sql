-- Accounts that are locked for a while, or closed for good: nothing opens them, whatever release is asked.

ALTER TABLE account ADD COLUMN state TEXT NOT NULL DEFAULT 'active'
    CONSTRAINT account_state_known CHECK (state IN ('active', 'locked', 'closed'));

CREATE TRIGGER account_stays_closed BEFORE UPDATE OF state ON account
WHEN OLD.state = 'closed' AND NEW.state <> 'closed'
BEGIN
    SELECT RAISE(ABORT, 'an account that was closed stays closed');
END;

CREATE TRIGGER account_session_needs_active_account BEFORE INSERT ON account_session
WHEN (SELECT state FROM account WHERE id = NEW.account_id) <> 'active'
BEGIN
    SELECT RAISE(ABORT, 'the account is not active');
END;

CREATE TRIGGER member_invitation_needs_active_account BEFORE INSERT ON member_invitation
WHEN (SELECT state FROM account WHERE id = NEW.account_id) <> 'active'
BEGIN
    SELECT RAISE(ABORT, 'the account is not active');
END;

CREATE TRIGGER account_ends_what_is_open BEFORE UPDATE OF state ON account
WHEN NEW.state <> 'active' AND (
    EXISTS (SELECT 1 FROM account_session WHERE account_id = NEW.id)
    OR EXISTS (SELECT 1 FROM member_invitation WHERE account_id = NEW.id)
)
BEGIN
    SELECT RAISE(ABORT, 'the account has a session or a link');
END;
