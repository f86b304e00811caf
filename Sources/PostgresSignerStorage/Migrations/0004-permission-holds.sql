-- Spent permissions whose values are not kept yet: which signer process is at work with each, and until when it may be.
-- Who finds its row gone was taken for dead, and keeps no value.

CREATE TABLE permission_hold (
    kind TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    item BIGINT NOT NULL,
    holder TEXT COLLATE "C" NOT NULL,
    ends BIGINT NOT NULL,
    CONSTRAINT permission_hold_key PRIMARY KEY (kind, id, item),
    CONSTRAINT permission_hold_use FOREIGN KEY (kind, id, item) REFERENCES permission_use (kind, id, item)
);

CREATE INDEX permission_hold_by_holder ON permission_hold (holder);

CREATE TRIGGER permission_hold_is_never_updated BEFORE UPDATE ON permission_hold
FOR EACH STATEMENT EXECUTE FUNCTION refuse('a hold is taken once, and ends');
ALTER TABLE permission_hold ENABLE ALWAYS TRIGGER permission_hold_is_never_updated;
