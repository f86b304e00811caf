import GRDB
import SignerProtocol
import SigningService

extension SQLiteTransaction {
    func uploadRecord(of document: DocumentID) throws -> UploadRecord? {
        try row("SELECT record FROM upload_record WHERE document_id = ?", [document.bytes.data])?.json("record")
    }

    func insert(_ record: UploadRecord, of document: DocumentID) throws {
        try execute(
            "INSERT INTO upload_record (document_id, record) VALUES (?, ?)",
            [document.bytes.data, try json(record)]
        )
    }

    func normalisation(_ id: DocumentID) throws -> Normalisation? {
        let row = try row(
            """
            SELECT document_id, organisation_id, normalisation.name, key_name, wrapped, before_segment, before_length,
                before_sha256, after_segment, after_length, after_sha256, detail, created_at
            FROM normalisation
            JOIN data_key ON data_key.name = key_name
            WHERE document_id = ?
            """,
            [id.bytes.data]
        )
        guard let row else { return nil }
        return Normalisation(
            id: id,
            organisation: try row.identifier("organisation_id"),
            name: row["name"],
            key: WrappedDataKey(name: row["key_name"], wrapped: Blob(row.bytes("wrapped"))),
            before: Revision(
                segment: Segment(digest: try row.segmentDigest("before_segment"), length: row["before_length"]),
                sha256: row.bytes("before_sha256")
            ),
            after: Revision(
                segment: Segment(digest: try row.segmentDigest("after_segment"), length: row["after_length"]),
                sha256: row.bytes("after_sha256")
            ),
            detail: try row.json("detail"),
            createdAt: row.time("created_at")
        )
    }

    func insert(_ normalisation: Normalisation) throws {
        try execute(
            "INSERT INTO data_key (name, wrapped) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
            [normalisation.key.name, normalisation.key.wrapped.bytes.data]
        )
        try execute(
            """
            INSERT INTO normalisation (
                document_id, organisation_id, name, key_name, before_segment, before_length, before_sha256,
                after_segment, after_length, after_sha256, detail, created_at
            )
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                normalisation.id.bytes.data, normalisation.organisation.bytes.data, normalisation.name,
                normalisation.key.name, normalisation.before.segment.digest.bytes.data,
                normalisation.before.segment.length, normalisation.before.sha256.data,
                normalisation.after.segment.digest.bytes.data, normalisation.after.segment.length,
                normalisation.after.sha256.data, try json(normalisation.detail),
                normalisation.createdAt.milliseconds,
            ]
        )
    }

    func remove(_ normalisation: Normalisation) throws {
        let removed = try execute(
            "DELETE FROM normalisation WHERE document_id = ?",
            [normalisation.id.bytes.data]
        )
        guard removed == 1 else { throw ServiceError.conflict }
        try removeDataKey(normalisation.key.name)
    }

    func removeNormalisations(createdBefore time: Timestamp) throws {
        let old = try rows(
            "SELECT key_name FROM normalisation WHERE created_at < ? ORDER BY key_name",
            [time.milliseconds]
        )
        try execute("DELETE FROM normalisation WHERE created_at < ?", [time.milliseconds])
        for row in old { try removeDataKey(row["key_name"]) }
    }

    private func removeDataKey(_ name: String) throws {
        try execute(
            """
            DELETE FROM data_key
            WHERE name = ?1
                AND NOT EXISTS (SELECT 1 FROM document WHERE key_name = ?1)
                AND NOT EXISTS (SELECT 1 FROM normalisation WHERE key_name = ?1)
            """,
            [name]
        )
    }
}
