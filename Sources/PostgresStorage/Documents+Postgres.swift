import PostgresConnection
import SignerProtocol
import SigningService

extension PostgresTransaction {
    func document(_ id: DocumentID) throws -> StoredDocument? {
        guard
            let row = try row(
                """
                SELECT document.id, organisation_id, document.name, pages, key_name, wrapped, created_at
                FROM document
                JOIN data_key ON data_key.name = key_name
                WHERE document.id = $1
                """,
                [.id(id)]
            )
        else { return nil }
        let revisions = try rows(
            "SELECT segment, length, sha256 FROM revision WHERE document_id = $1 ORDER BY position",
            [.id(id)]
        )
        return StoredDocument(
            id: id,
            organisation: try row.identifier("organisation_id"),
            name: try row.text("name"),
            pages: try row.count("pages"),
            key: WrappedDataKey(name: try row.text("key_name"), wrapped: try row.blob("wrapped")),
            revisions: try revisions.map { row in
                Revision(
                    segment: Segment(digest: try row.segmentDigest("segment"), length: try row.count("length")),
                    sha256: try row.bytes("sha256")
                )
            },
            createdAt: try row.time("created_at")
        )
    }

    func isNamed(_ segment: SegmentDigest) throws -> Bool {
        try row(
            """
            SELECT 1 FROM revision WHERE segment = $1
            UNION ALL
            SELECT 1 FROM signature_attempt WHERE prepared_segment = $1
            UNION ALL
            SELECT 1 FROM normalisation WHERE before_segment = $1 OR after_segment = $1
            LIMIT 1
            """,
            [.digest(segment)]
        ) != nil
    }

    func insert(_ document: StoredDocument) throws {
        try write(
            "INSERT INTO data_key (name, wrapped) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
            [.text(document.key.name), .blob(document.key.wrapped)]
        )
        try write(
            """
            INSERT INTO document (id, organisation_id, name, pages, key_name, created_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .id(document.id), .id(document.organisation), .text(document.name), .count(document.pages),
                .text(document.key.name), .time(document.createdAt),
            ]
        )
        for (index, revision) in document.revisions.enumerated() {
            try insert(revision, of: document.id, position: index + 1)
        }
    }

    func append(_ revision: Revision, to document: DocumentID, after count: Int) throws {
        let stored = try row("SELECT count(*) AS count FROM revision WHERE document_id = $1", [.id(document)])
        guard try stored?.count("count") == count else { throw ServiceError.conflict }
        try insert(revision, of: document, position: count + 1)
    }

    private func insert(_ revision: Revision, of document: DocumentID, position: Int) throws {
        try write(
            "INSERT INTO revision (document_id, position, segment, length, sha256) VALUES ($1, $2, $3, $4, $5)",
            [
                .id(document), .count(position), .digest(revision.segment.digest), .count(revision.segment.length),
                .bytes(revision.sha256),
            ]
        )
    }
}
