import GRDB
import SignerProtocol
import SigningService

extension SQLiteTransaction {
    func document(_ id: DocumentID) throws -> StoredDocument? {
        guard
            let row = try row(
                """
                SELECT document.id, organisation_id, document.name, pages, key_name, wrapped, created_at
                FROM document
                JOIN data_key ON data_key.name = key_name
                WHERE document.id = ?
                """,
                [id.bytes.data]
            )
        else { return nil }
        let revisions = try rows(
            "SELECT segment, length, sha256 FROM revision WHERE document_id = ? ORDER BY position",
            [id.bytes.data]
        )
        return StoredDocument(
            id: id,
            organisation: try row.identifier("organisation_id"),
            name: row["name"],
            pages: row["pages"],
            key: WrappedDataKey(name: row["key_name"], wrapped: Blob(row.bytes("wrapped"))),
            revisions: try revisions.map { row in
                Revision(
                    segment: Segment(digest: try row.segmentDigest("segment"), length: row["length"]),
                    sha256: row.bytes("sha256")
                )
            },
            createdAt: row.time("created_at")
        )
    }

    func isNamed(_ segment: SegmentDigest) throws -> Bool {
        try row(
            """
            SELECT 1 FROM revision WHERE segment = ?1
            UNION ALL
            SELECT 1 FROM signature_attempt WHERE prepared_segment = ?1
            UNION ALL
            SELECT 1 FROM normalisation WHERE before_segment = ?1 OR after_segment = ?1
            LIMIT 1
            """,
            [segment.bytes.data]
        ) != nil
    }

    func insert(_ document: StoredDocument) throws {
        try execute(
            "INSERT INTO data_key (name, wrapped) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
            [document.key.name, document.key.wrapped.bytes.data]
        )
        try execute(
            """
            INSERT INTO document (id, organisation_id, name, pages, key_name, created_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                document.id.bytes.data, document.organisation.bytes.data, document.name, document.pages,
                document.key.name, document.createdAt.milliseconds,
            ]
        )
        for (index, revision) in document.revisions.enumerated() {
            try insert(revision, of: document.id, position: index + 1)
        }
    }

    func append(_ revision: Revision, to document: DocumentID, after count: Int) throws {
        let stored = try row("SELECT count(*) AS count FROM revision WHERE document_id = ?", [document.bytes.data])
        guard stored?["count"] == count else { throw ServiceError.conflict }
        try insert(revision, of: document, position: count + 1)
    }

    private func insert(_ revision: Revision, of document: DocumentID, position: Int) throws {
        try execute(
            "INSERT INTO revision (document_id, position, segment, length, sha256) VALUES (?, ?, ?, ?, ?)",
            [
                document.bytes.data, position, revision.segment.digest.bytes.data, revision.segment.length,
                revision.sha256.data,
            ]
        )
    }
}
