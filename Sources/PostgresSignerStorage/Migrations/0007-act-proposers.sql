-- Who asked for each act, as the service says it, and acts by their time: only so many may wait at once.
ALTER TABLE critical_act ADD COLUMN proposer TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX critical_act_by_time ON critical_act (created);
