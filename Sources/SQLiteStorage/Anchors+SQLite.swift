import Foundation
import GRDB
import SignerProtocol
import SigningService

// Anchors: what was timestamped, in the order of its tree.
extension SQLiteTransaction {
    func anchor(_ id: AnchorID) throws -> Anchor? {
        try row(Self.selectAnchor + " WHERE id = ?", [id.bytes.data]).map(Self.anchor)
    }

    func newestAnchor() throws -> Anchor? { try anchors(limit: 1).first }

    func anchors(limit: Int) throws -> [Anchor] {
        try rows(Self.selectAnchor + " ORDER BY made_at DESC, id LIMIT ?", [limit]).map(Self.anchor)
    }

    func dueAnchors(at time: Timestamp, gaining gain: Timestamp, limit: Int) throws -> [Anchor] {
        try rows(
            Self.selectAnchor + """
                 WHERE archived_token IS NULL AND renew_from <= ? AND expires_at < ?
                ORDER BY renew_from, id
                LIMIT ?
                """,
            [time.milliseconds, gain.milliseconds, limit]
        ).map(Self.anchor)
    }

    func anchoredDigests(of anchor: AnchorID) throws -> [AnchoredDigest] {
        try rows(
            "SELECT source, subject, sequence, digest FROM anchored_digest WHERE anchor_id = ? ORDER BY position",
            [anchor.bytes.data]
        ).map { row in
            AnchoredDigest(
                try row.known("source"),
                row["subject"],
                row["sequence"],
                digest: Blob(row.bytes("digest"))
            )
        }
    }

    func anchoredPlace(_ source: AnchoredDigest.Source, _ subject: String, _ sequence: Int) throws -> AnchoredPlace? {
        try row(
            """
            SELECT anchor_id, position
            FROM anchored_digest
            JOIN anchor ON anchor.id = anchor_id
            WHERE source = ? AND subject = ? AND sequence = ?
            ORDER BY made_at, anchor_id, position
            LIMIT 1
            """,
            [source.rawValue, subject, sequence]
        ).map { row in AnchoredPlace(anchor: try row.identifier("anchor_id"), position: row["position"]) }
    }

    func unanchoredDocuments(limit: Int) throws -> [AnchoredDigest] {
        try rows(
            """
            SELECT document_id, revisions, sha256
            FROM renewal
            JOIN revision USING (document_id)
            WHERE anchored_revisions < revisions AND revision.position = revisions
            ORDER BY document_id
            LIMIT ?
            """,
            [limit]
        ).map { row in
            let document: DocumentID = try row.identifier("document_id")
            return AnchoredDigest(.document, document.text, row["revisions"], digest: Blob(row.bytes("sha256")))
        }
    }

    func insert(_ anchor: Anchor, over leaves: [AnchoredDigest]) throws {
        try execute(
            """
            INSERT INTO anchor (id, made_at, token, archived_token, stamp, expires_at, renew_from, leaves)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                anchor.id.bytes.data, anchor.madeAt.milliseconds, anchor.token.bytes.data,
                anchor.archivedToken?.bytes.data, try json(anchor.standing), anchor.standing.expiresAt.milliseconds,
                anchor.standing.renewFrom.milliseconds, anchor.leaves,
            ]
        )
        for (position, leaf) in leaves.enumerated() {
            try execute(
                """
                INSERT INTO anchored_digest (anchor_id, position, source, subject, sequence, digest)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                [
                    anchor.id.bytes.data, position, leaf.source.rawValue, leaf.subject, leaf.sequence,
                    leaf.digest.bytes.data,
                ]
            )
            guard leaf.source == .document, let document = DocumentID(leaf.subject) else { continue }
            try execute(
                "UPDATE renewal SET anchored_revisions = ? WHERE document_id = ?",
                [leaf.sequence, document.bytes.data]
            )
        }
    }

    func archive(_ anchor: Anchor) throws {
        let changed = try execute(
            "UPDATE anchor SET archived_token = ? WHERE id = ? AND archived_token IS NULL",
            [anchor.archivedToken?.bytes.data, anchor.id.bytes.data]
        )
        guard changed == 1 else { throw ServiceError.conflict }
    }

    private static let selectAnchor = "SELECT id, made_at, token, archived_token, stamp, leaves FROM anchor"

    private static func anchor(_ row: Row) throws -> Anchor {
        Anchor(
            id: try row.identifier("id"),
            madeAt: row.time("made_at"),
            token: Blob(row.bytes("token")),
            archivedToken: row.optionalBytes("archived_token").map(Blob.init),
            standing: try row.json("stamp"),
            leaves: row["leaves"]
        )
    }
}
