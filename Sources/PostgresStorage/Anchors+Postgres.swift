import PostgresConnection
import SignerProtocol
import SigningService

// Anchors: what was timestamped, in the order of its tree.
extension PostgresTransaction {
    func anchor(_ id: AnchorID) throws -> Anchor? {
        try row(Self.selectAnchor + " WHERE id = $1", [.id(id)]).map(Self.anchor)
    }

    func newestAnchor() throws -> Anchor? { try anchors(limit: 1).first }

    func anchors(limit: Int) throws -> [Anchor] {
        try rows(Self.selectAnchor + " ORDER BY made_at DESC, id LIMIT $1", [.count(limit)]).map(Self.anchor)
    }

    func dueAnchors(at time: Timestamp, gaining gain: Timestamp, limit: Int) throws -> [Anchor] {
        try rows(
            Self.selectAnchor + """
                 WHERE archived_token IS NULL AND renew_from <= $1 AND expires_at < $2
                ORDER BY renew_from, id
                LIMIT $3
                """,
            [.time(time), .time(gain), .count(limit)]
        ).map(Self.anchor)
    }

    func anchoredDigests(of anchor: AnchorID) throws -> [AnchoredDigest] {
        try rows(
            "SELECT source, subject, sequence, digest FROM anchored_digest WHERE anchor_id = $1 ORDER BY position",
            [.id(anchor)]
        ).map { row in
            AnchoredDigest(
                try row.enumeration("source"),
                try row.text("subject"),
                try row.count("sequence"),
                digest: try row.blob("digest")
            )
        }
    }

    func anchoredPlace(_ source: AnchoredDigest.Source, _ subject: String, _ sequence: Int) throws -> AnchoredPlace? {
        try row(
            """
            SELECT anchor_id, position
            FROM anchored_digest
            JOIN anchor ON anchor.id = anchor_id
            WHERE source = $1 AND subject = $2 AND sequence = $3
            ORDER BY made_at, anchor_id, position
            LIMIT 1
            """,
            [.text(source.rawValue), .text(subject), .count(sequence)]
        ).map { row in AnchoredPlace(anchor: try row.identifier("anchor_id"), position: try row.count("position")) }
    }

    func unanchoredDocuments(limit: Int) throws -> [AnchoredDigest] {
        try rows(
            """
            SELECT document_id, revisions, sha256
            FROM renewal
            JOIN revision USING (document_id)
            WHERE anchored_revisions < revisions AND revision.position = revisions
            ORDER BY document_id
            LIMIT $1
            """,
            [.count(limit)]
        ).map { row in
            let document: DocumentID = try row.identifier("document_id")
            return AnchoredDigest(.document, document.text, try row.count("revisions"), digest: try row.blob("sha256"))
        }
    }

    func insert(_ anchor: Anchor, over leaves: [AnchoredDigest]) throws {
        try execute(
            """
            INSERT INTO anchor (id, made_at, token, archived_token, stamp, expires_at, renew_from, leaves)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .id(anchor.id), .time(anchor.madeAt), .blob(anchor.token), .blob(anchor.archivedToken),
                .json(anchor.standing), .time(anchor.standing.expiresAt), .time(anchor.standing.renewFrom),
                .count(anchor.leaves),
            ]
        )
        for (position, leaf) in leaves.enumerated() {
            try execute(
                """
                INSERT INTO anchored_digest (anchor_id, position, source, subject, sequence, digest)
                VALUES ($1, $2, $3, $4, $5, $6)
                """,
                [
                    .id(anchor.id), .count(position), .text(leaf.source.rawValue), .text(leaf.subject),
                    .count(leaf.sequence), .blob(leaf.digest),
                ]
            )
            guard leaf.source == .document, let document = DocumentID(leaf.subject) else { continue }
            try execute(
                "UPDATE renewal SET anchored_revisions = $1 WHERE document_id = $2",
                [.count(leaf.sequence), .id(document)]
            )
        }
    }

    func archive(_ anchor: Anchor) throws {
        let changed = try execute(
            "UPDATE anchor SET archived_token = $1 WHERE id = $2 AND archived_token IS NULL",
            [.blob(anchor.archivedToken), .id(anchor.id)]
        )
        guard changed == 1 else { throw ServiceError.conflict }
    }

    private static let selectAnchor = "SELECT id, made_at, token, archived_token, stamp, leaves FROM anchor"

    private static func anchor(_ row: Row) throws -> Anchor {
        Anchor(
            id: try row.identifier("id"),
            madeAt: try row.time("made_at"),
            token: try row.blob("token"),
            archivedToken: try row.optionalBytes("archived_token").map(Blob.init),
            standing: try row.json("stamp"),
            leaves: try row.count("leaves")
        )
    }
}
