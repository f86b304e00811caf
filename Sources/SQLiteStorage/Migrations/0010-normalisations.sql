-- What documents were when they came, and files that wait to be signed as clean copies.

CREATE TABLE upload_record (
    document_id BLOB NOT NULL
        CONSTRAINT upload_record_key PRIMARY KEY
        CONSTRAINT upload_record_document REFERENCES document (id),
    record TEXT NOT NULL CONSTRAINT upload_record_json CHECK (json_valid(record))
) STRICT, WITHOUT ROWID;

CREATE TABLE normalisation (
    document_id BLOB NOT NULL
        CONSTRAINT normalisation_key PRIMARY KEY
        CONSTRAINT normalisation_document_length CHECK (length(document_id) = 16),
    organisation_id BLOB NOT NULL CONSTRAINT normalisation_organisation REFERENCES organisation (id),
    name TEXT NOT NULL,
    key_name TEXT NOT NULL CONSTRAINT normalisation_data_key REFERENCES data_key (name),
    before_segment BLOB NOT NULL CONSTRAINT normalisation_before_segment_length CHECK (length(before_segment) = 32),
    before_length INTEGER NOT NULL CONSTRAINT normalisation_before_length_positive CHECK (before_length > 0),
    before_sha256 BLOB NOT NULL CONSTRAINT normalisation_before_sha256_length CHECK (length(before_sha256) = 32),
    after_segment BLOB NOT NULL CONSTRAINT normalisation_after_segment_length CHECK (length(after_segment) = 32),
    after_length INTEGER NOT NULL CONSTRAINT normalisation_after_length_positive CHECK (after_length > 0),
    after_sha256 BLOB NOT NULL CONSTRAINT normalisation_after_sha256_length CHECK (length(after_sha256) = 32),
    detail TEXT NOT NULL CONSTRAINT normalisation_detail_json CHECK (json_valid(detail)),
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX normalisation_by_before ON normalisation (before_segment);
CREATE INDEX normalisation_by_after ON normalisation (after_segment);
CREATE INDEX normalisation_by_time ON normalisation (created_at);
