-- What the newest document timestamp of each sealed document rests on and until when; batches of renewals.
CREATE TABLE renewal (
    document_id BLOB NOT NULL
        CONSTRAINT renewal_key PRIMARY KEY
        CONSTRAINT renewal_document REFERENCES document (id),
    envelope_id BLOB NOT NULL CONSTRAINT renewal_envelope REFERENCES envelope (id),
    revisions INTEGER NOT NULL CONSTRAINT renewal_revisions_counted CHECK (revisions >= 0),
    stamp TEXT CONSTRAINT renewal_stamp_json CHECK (stamp IS NULL OR json_valid(stamp)),
    stamped_at INTEGER,
    expires_at INTEGER,
    renew_from INTEGER,
    month TEXT,
    cause TEXT CONSTRAINT renewal_cause_known CHECK (cause IN ('authority', 'anchor', 'algorithm', 'imprint')),
    anchored_revisions INTEGER NOT NULL DEFAULT 0,
    broken TEXT CONSTRAINT renewal_broken_json CHECK (broken IS NULL OR json_valid(broken)),
    CONSTRAINT renewal_stamp_whole CHECK (
        (stamp IS NULL) = (stamped_at IS NULL)
        AND (stamp IS NULL) = (expires_at IS NULL)
        AND (stamp IS NULL) = (renew_from IS NULL)
        AND (stamp IS NULL) = (month IS NULL)
        AND (stamp IS NULL) = (cause IS NULL)
    )
) STRICT, WITHOUT ROWID;

CREATE INDEX renewal_by_envelope ON renewal (envelope_id);
CREATE INDEX renewal_by_due ON renewal (renew_from, document_id);
CREATE INDEX renewal_by_end ON renewal (expires_at);
CREATE INDEX renewal_by_stamp ON renewal (stamped_at);
CREATE INDEX renewal_by_month ON renewal (month, cause, renew_from);
CREATE INDEX renewal_unread ON renewal (document_id) WHERE stamp IS NULL;
CREATE INDEX renewal_unanchored ON renewal (document_id) WHERE anchored_revisions < revisions;
CREATE INDEX renewal_broken ON renewal (document_id) WHERE broken IS NOT NULL;

CREATE TABLE timestamp_use (
    document_id BLOB NOT NULL CONSTRAINT timestamp_use_document REFERENCES renewal (document_id),
    kind TEXT NOT NULL CONSTRAINT timestamp_use_kind_known CHECK (kind IN ('authority', 'anchor', 'algorithm')),
    value TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT timestamp_use_key PRIMARY KEY (document_id, kind, value)
) STRICT, WITHOUT ROWID;

CREATE INDEX timestamp_use_by_value ON timestamp_use (kind, value, name);

CREATE TABLE renewal_batch (
    id BLOB NOT NULL
        CONSTRAINT renewal_batch_key PRIMARY KEY
        CONSTRAINT renewal_batch_id_length CHECK (length(id) = 16),
    use TEXT NOT NULL CONSTRAINT renewal_batch_use_json CHECK (json_valid(use)),
    ordered_by TEXT NOT NULL,
    ordered_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX renewal_batch_by_time ON renewal_batch (ordered_at, id);

CREATE TABLE renewal_item (
    batch_id BLOB NOT NULL CONSTRAINT renewal_item_batch REFERENCES renewal_batch (id),
    document_id BLOB NOT NULL CONSTRAINT renewal_item_document REFERENCES document (id),
    revisions INTEGER NOT NULL,
    state TEXT NOT NULL CONSTRAINT renewal_item_state_known CHECK (state IN ('open', 'done', 'failed')),
    failure TEXT,
    CONSTRAINT renewal_item_key PRIMARY KEY (batch_id, document_id),
    CONSTRAINT renewal_item_failure_said CHECK ((state = 'failed') = (failure IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX renewal_item_by_state ON renewal_item (batch_id, state, document_id);
CREATE INDEX renewal_item_open ON renewal_item (document_id) WHERE state = 'open';

-- Anchors: one timestamp over the heads of audit chains, new revisions of documents, and older anchors. Leaves never change.
CREATE TABLE anchor (
    id BLOB NOT NULL CONSTRAINT anchor_key PRIMARY KEY CONSTRAINT anchor_id_length CHECK (length(id) = 16),
    made_at INTEGER NOT NULL,
    token BLOB NOT NULL,
    archived_token BLOB,
    stamp TEXT NOT NULL CONSTRAINT anchor_stamp_json CHECK (json_valid(stamp)),
    expires_at INTEGER NOT NULL,
    renew_from INTEGER NOT NULL,
    leaves INTEGER NOT NULL CONSTRAINT anchor_leaves_counted CHECK (leaves >= 1)
) STRICT, WITHOUT ROWID;

CREATE INDEX anchor_by_time ON anchor (made_at, id);
CREATE INDEX anchor_by_due ON anchor (renew_from, id) WHERE archived_token IS NULL;

CREATE TABLE anchored_digest (
    anchor_id BLOB NOT NULL CONSTRAINT anchored_digest_anchor REFERENCES anchor (id),
    position INTEGER NOT NULL CONSTRAINT anchored_digest_position_counted CHECK (position >= 0),
    source TEXT NOT NULL
        CONSTRAINT anchored_digest_source_known CHECK (source IN ('anchor', 'document', 'service', 'signer')),
    subject TEXT NOT NULL,
    sequence INTEGER NOT NULL CONSTRAINT anchored_digest_sequence_counted CHECK (sequence >= 0),
    digest BLOB NOT NULL CONSTRAINT anchored_digest_length CHECK (length(digest) = 32),
    CONSTRAINT anchored_digest_key PRIMARY KEY (anchor_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX anchored_digest_by_subject ON anchored_digest (source, subject, sequence);

CREATE TRIGGER anchored_digest_never_changed BEFORE UPDATE ON anchored_digest
BEGIN
    SELECT RAISE(ABORT, 'anchored digests are never changed');
END;

CREATE TRIGGER anchored_digest_never_removed BEFORE DELETE ON anchored_digest
BEGIN
    SELECT RAISE(ABORT, 'anchored digests are never removed');
END;

CREATE INDEX audit_entry_by_time ON audit_entry (time, chain);

-- Contracts that were sealed before: their timestamps are looked at one after the other.
INSERT INTO renewal (document_id, envelope_id, revisions)
SELECT document_id, id, 0 FROM envelope WHERE state = 'sealed';
