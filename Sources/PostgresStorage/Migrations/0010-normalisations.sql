-- What documents were when they came, and files that wait to be signed as clean copies.

CREATE TABLE upload_record (
    document_id BYTEA NOT NULL
        CONSTRAINT upload_record_key PRIMARY KEY
        CONSTRAINT upload_record_document REFERENCES document (id),
    record TEXT COLLATE "C" NOT NULL CONSTRAINT upload_record_json CHECK (record::json IS NOT NULL)
);

CREATE TABLE normalisation (
    document_id BYTEA NOT NULL
        CONSTRAINT normalisation_key PRIMARY KEY
        CONSTRAINT normalisation_document_length CHECK (octet_length(document_id) = 16),
    organisation_id BYTEA NOT NULL CONSTRAINT normalisation_organisation REFERENCES organisation (id),
    name TEXT COLLATE "C" NOT NULL,
    key_name TEXT COLLATE "C" NOT NULL CONSTRAINT normalisation_data_key REFERENCES data_key (name),
    before_segment BYTEA NOT NULL
        CONSTRAINT normalisation_before_segment_length CHECK (octet_length(before_segment) = 32),
    before_length BIGINT NOT NULL CONSTRAINT normalisation_before_length_positive CHECK (before_length > 0),
    before_sha256 BYTEA NOT NULL
        CONSTRAINT normalisation_before_sha256_length CHECK (octet_length(before_sha256) = 32),
    after_segment BYTEA NOT NULL
        CONSTRAINT normalisation_after_segment_length CHECK (octet_length(after_segment) = 32),
    after_length BIGINT NOT NULL CONSTRAINT normalisation_after_length_positive CHECK (after_length > 0),
    after_sha256 BYTEA NOT NULL
        CONSTRAINT normalisation_after_sha256_length CHECK (octet_length(after_sha256) = 32),
    detail TEXT COLLATE "C" NOT NULL CONSTRAINT normalisation_detail_json CHECK (detail::json IS NOT NULL),
    created_at BIGINT NOT NULL
);

CREATE INDEX normalisation_by_before ON normalisation (before_segment);
CREATE INDEX normalisation_by_after ON normalisation (after_segment);
CREATE INDEX normalisation_by_time ON normalisation (created_at);
