-- What the newest document timestamp of each sealed document rests on and until when; batches of renewals.
CREATE TABLE renewal (
    document_id BYTEA NOT NULL
        CONSTRAINT renewal_key PRIMARY KEY
        CONSTRAINT renewal_document REFERENCES document (id),
    envelope_id BYTEA NOT NULL CONSTRAINT renewal_envelope REFERENCES envelope (id),
    revisions BIGINT NOT NULL CONSTRAINT renewal_revisions_counted CHECK (revisions >= 0),
    stamp TEXT COLLATE "C" CONSTRAINT renewal_stamp_json CHECK (stamp IS NULL OR stamp::json IS NOT NULL),
    stamped_at BIGINT,
    expires_at BIGINT,
    renew_from BIGINT,
    month TEXT COLLATE "C",
    cause TEXT COLLATE "C" CONSTRAINT renewal_cause_known CHECK (cause IN ('authority', 'anchor', 'algorithm', 'imprint')),
    anchored_revisions BIGINT NOT NULL DEFAULT 0,
    broken TEXT COLLATE "C" CONSTRAINT renewal_broken_json CHECK (broken IS NULL OR broken::json IS NOT NULL),
    CONSTRAINT renewal_stamp_whole CHECK (
        (stamp IS NULL) = (stamped_at IS NULL)
        AND (stamp IS NULL) = (expires_at IS NULL)
        AND (stamp IS NULL) = (renew_from IS NULL)
        AND (stamp IS NULL) = (month IS NULL)
        AND (stamp IS NULL) = (cause IS NULL)
    )
);

CREATE INDEX renewal_by_envelope ON renewal (envelope_id);
CREATE INDEX renewal_by_due ON renewal (renew_from, document_id);
CREATE INDEX renewal_by_end ON renewal (expires_at);
CREATE INDEX renewal_by_stamp ON renewal (stamped_at);
CREATE INDEX renewal_by_month ON renewal (month, cause, renew_from);
CREATE INDEX renewal_unread ON renewal (document_id) WHERE stamp IS NULL;
CREATE INDEX renewal_unanchored ON renewal (document_id) WHERE anchored_revisions < revisions;
CREATE INDEX renewal_broken ON renewal (document_id) WHERE broken IS NOT NULL;

CREATE TABLE timestamp_use (
    document_id BYTEA NOT NULL CONSTRAINT timestamp_use_document REFERENCES renewal (document_id),
    kind TEXT COLLATE "C" NOT NULL CONSTRAINT timestamp_use_kind_known CHECK (kind IN ('authority', 'anchor', 'algorithm')),
    value TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    CONSTRAINT timestamp_use_key PRIMARY KEY (document_id, kind, value)
);

CREATE INDEX timestamp_use_by_value ON timestamp_use (kind, value, name);

CREATE TABLE renewal_batch (
    id BYTEA NOT NULL
        CONSTRAINT renewal_batch_key PRIMARY KEY
        CONSTRAINT renewal_batch_id_length CHECK (octet_length(id) = 16),
    use TEXT COLLATE "C" NOT NULL CONSTRAINT renewal_batch_use_json CHECK (use::json IS NOT NULL),
    ordered_by TEXT COLLATE "C" NOT NULL,
    ordered_at BIGINT NOT NULL
);

CREATE INDEX renewal_batch_by_time ON renewal_batch (ordered_at, id);

CREATE TABLE renewal_item (
    batch_id BYTEA NOT NULL CONSTRAINT renewal_item_batch REFERENCES renewal_batch (id),
    document_id BYTEA NOT NULL CONSTRAINT renewal_item_document REFERENCES document (id),
    revisions BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL CONSTRAINT renewal_item_state_known CHECK (state IN ('open', 'done', 'failed')),
    failure TEXT COLLATE "C",
    CONSTRAINT renewal_item_key PRIMARY KEY (batch_id, document_id),
    CONSTRAINT renewal_item_failure_said CHECK ((state = 'failed') = (failure IS NOT NULL))
);

CREATE INDEX renewal_item_by_state ON renewal_item (batch_id, state, document_id);
CREATE INDEX renewal_item_open ON renewal_item (document_id) WHERE state = 'open';

-- Anchors: one timestamp over the heads of audit chains, new revisions of documents, and older anchors. Leaves never change.
CREATE TABLE anchor (
    id BYTEA NOT NULL CONSTRAINT anchor_key PRIMARY KEY CONSTRAINT anchor_id_length CHECK (octet_length(id) = 16),
    made_at BIGINT NOT NULL,
    token BYTEA NOT NULL,
    archived_token BYTEA,
    stamp TEXT COLLATE "C" NOT NULL CONSTRAINT anchor_stamp_json CHECK (stamp::json IS NOT NULL),
    expires_at BIGINT NOT NULL,
    renew_from BIGINT NOT NULL,
    leaves BIGINT NOT NULL CONSTRAINT anchor_leaves_counted CHECK (leaves >= 1)
);

CREATE INDEX anchor_by_time ON anchor (made_at, id);
CREATE INDEX anchor_by_due ON anchor (renew_from, id) WHERE archived_token IS NULL;

CREATE TABLE anchored_digest (
    anchor_id BYTEA NOT NULL CONSTRAINT anchored_digest_anchor REFERENCES anchor (id),
    position BIGINT NOT NULL CONSTRAINT anchored_digest_position_counted CHECK (position >= 0),
    source TEXT COLLATE "C" NOT NULL
        CONSTRAINT anchored_digest_source_known CHECK (source IN ('anchor', 'document', 'service', 'signer')),
    subject TEXT COLLATE "C" NOT NULL,
    sequence BIGINT NOT NULL CONSTRAINT anchored_digest_sequence_counted CHECK (sequence >= 0),
    digest BYTEA NOT NULL CONSTRAINT anchored_digest_length CHECK (octet_length(digest) = 32),
    CONSTRAINT anchored_digest_key PRIMARY KEY (anchor_id, position)
);

CREATE INDEX anchored_digest_by_subject ON anchored_digest (source, subject, sequence);

CREATE FUNCTION refuse_anchored_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'anchored digests are never changed or removed' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER anchored_digest_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON anchored_digest
FOR EACH STATEMENT EXECUTE FUNCTION refuse_anchored_change();

ALTER TABLE anchored_digest ENABLE ALWAYS TRIGGER anchored_digest_never_changed;

CREATE INDEX audit_entry_by_time ON audit_entry (time, chain);

-- Contracts that were sealed before: their timestamps are looked at one after the other.
INSERT INTO renewal (document_id, envelope_id, revisions)
SELECT document_id, id, 0 FROM envelope WHERE state = 'sealed';
