import PostgresConnection
import SignerProtocol
import SigningService

extension PostgresTransaction {
    func uploadRecord(of document: DocumentID) throws -> UploadRecord? {
        try row("SELECT record FROM upload_record WHERE document_id = $1", [.id(document)])?.json("record")
    }

    func insert(_ record: UploadRecord, of document: DocumentID) throws {
        try write(
            "INSERT INTO upload_record (document_id, record) VALUES ($1, $2)",
            [.id(document), try .json(record)]
        )
    }

    func normalisation(_ id: DocumentID) throws -> Normalisation? {
        let row = try row(
            """
            SELECT document_id, organisation_id, normalisation.name, key_name, wrapped, before_segment, before_length,
                before_sha256, after_segment, after_length, after_sha256, detail, created_at
            FROM normalisation
            JOIN data_key ON data_key.name = key_name
            WHERE document_id = $1
            """,
            [.id(id)]
        )
        guard let row else { return nil }
        return Normalisation(
            id: id,
            organisation: try row.identifier("organisation_id"),
            name: try row.text("name"),
            key: WrappedDataKey(name: try row.text("key_name"), wrapped: try row.blob("wrapped")),
            before: Revision(
                segment: Segment(
                    digest: try row.segmentDigest("before_segment"),
                    length: try row.count("before_length")
                ),
                sha256: try row.bytes("before_sha256")
            ),
            after: Revision(
                segment: Segment(digest: try row.segmentDigest("after_segment"), length: try row.count("after_length")),
                sha256: try row.bytes("after_sha256")
            ),
            detail: try row.json("detail"),
            createdAt: try row.time("created_at")
        )
    }

    func insert(_ normalisation: Normalisation) throws {
        try write(
            "INSERT INTO data_key (name, wrapped) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
            [.text(normalisation.key.name), .blob(normalisation.key.wrapped)]
        )
        try write(
            """
            INSERT INTO normalisation (
                document_id, organisation_id, name, key_name, before_segment, before_length, before_sha256,
                after_segment, after_length, after_sha256, detail, created_at
            )
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            [
                .id(normalisation.id), .id(normalisation.organisation), .text(normalisation.name),
                .text(normalisation.key.name), .digest(normalisation.before.segment.digest),
                .count(normalisation.before.segment.length), .bytes(normalisation.before.sha256),
                .digest(normalisation.after.segment.digest), .count(normalisation.after.segment.length),
                .bytes(normalisation.after.sha256), try .json(normalisation.detail), .time(normalisation.createdAt),
            ]
        )
    }

    func remove(_ normalisation: Normalisation) throws {
        let removed = try execute("DELETE FROM normalisation WHERE document_id = $1", [.id(normalisation.id)])
        guard removed == 1 else { throw ServiceError.conflict }
        try removeDataKey(normalisation.key.name)
    }

    func removeNormalisations(createdBefore time: Timestamp) throws {
        let old = try rows(
            "SELECT key_name FROM normalisation WHERE created_at < $1 ORDER BY key_name",
            [.time(time)]
        )
        try write("DELETE FROM normalisation WHERE created_at < $1", [.time(time)])
        for row in old { try removeDataKey(try row.text("key_name")) }
    }

    private func removeDataKey(_ name: String) throws {
        try write(
            """
            DELETE FROM data_key
            WHERE name = $1
                AND NOT EXISTS (SELECT 1 FROM document WHERE key_name = $1)
                AND NOT EXISTS (SELECT 1 FROM normalisation WHERE key_name = $1)
            """,
            [.text(name)]
        )
    }
}
