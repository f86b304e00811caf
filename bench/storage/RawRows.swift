import Foundation
import SignerProtocol
import SigningService

/// The rows of the service's values, written out by hand.
enum RawRows {
    static func insert(_ document: StoredDocument) -> [RawWrite] {
        [
            RawWrite(.insertDataKey, [.text(document.key.name), .bytes(document.key.wrapped.bytes)]),
            RawWrite(
                .insertDocument,
                [
                    .bytes(document.id.bytes), .bytes(document.organisation.bytes), .text(document.name),
                    .count(document.pages), .text(document.key.name), .time(document.createdAt),
                ]
            ),
        ]
            + document.revisions.enumerated().map { index, revision in
                insert(revision, of: document.id, position: index + 1)
            }
    }

    static func insert(_ revision: Revision, of document: DocumentID, position: Int) -> RawWrite {
        RawWrite(
            .insertRevision,
            [
                .bytes(document.bytes), .count(position), .bytes(revision.segment.digest.bytes),
                .count(revision.segment.length), .bytes(revision.sha256),
            ]
        )
    }

    static func insert(_ envelope: Envelope) throws -> [RawWrite] {
        let row = RawWrite(
            .insertEnvelope,
            [
                .bytes(envelope.id.bytes), .bytes(envelope.organisation.bytes), .bytes(envelope.sender.bytes),
                .text(envelope.title), .text(envelope.language.rawValue), .bytes(envelope.document.bytes),
                .time(envelope.createdAt), .integer(envelope.expiresAt?.milliseconds), .text(envelope.state.name),
                try .json(envelope.state), .text(nil),
            ]
        )
        return try [row]
            + envelope.signers.enumerated().map { index, signer in
                RawWrite(
                    .insertSigner,
                    [
                        .bytes(envelope.id.bytes), .count(index + 1), .bytes(signer.id.bytes), .text(signer.name),
                        .text(signer.address.text), .text(signer.kind.rawValue), .count(signer.order),
                        try .json(signer.box), try .json(signer.imprint), .text(signer.field),
                        try .json(signer.texts), .text(signer.state.name), try .json(signer.state),
                    ]
                )
            }
            + [
                RawWrite(
                    .insertSearched,
                    [.bytes(envelope.id.bytes), .bytes(envelope.organisation.bytes), .text(envelope.searched)]
                )
            ]
    }

    /// Only the rows that a change touches.
    static func update(_ before: Envelope, to after: Envelope) throws -> [RawWrite] {
        let row = RawWrite(
            .updateEnvelope,
            [.text(after.state.name), try .json(after.state), .text(nil), .bytes(after.id.bytes)]
        )
        return try [row]
            + zip(before.signers, after.signers).filter { $0 != $1 }.map { _, signer in
                RawWrite(
                    .updateSigner,
                    [.text(signer.state.name), try .json(signer.state), .bytes(signer.id.bytes)]
                )
            }
    }

    static func insert(_ invitation: Invitation) -> RawWrite {
        RawWrite(
            .insertInvitation,
            [
                .bytes(invitation.digest.bytes), .bytes(invitation.envelope.bytes), .bytes(invitation.signer.bytes),
                .time(invitation.createdAt),
            ]
        )
    }

    static func insert(_ session: SignerSession) -> RawWrite {
        RawWrite(
            .insertSession,
            [
                .bytes(session.digest.bytes), .bytes(session.envelope.bytes), .bytes(session.signer.bytes),
                .time(session.openedAt), .time(session.expiresAt),
            ]
        )
    }

    static func insert(_ attempt: SignatureAttempt) throws -> RawWrite {
        RawWrite(
            .insertAttempt,
            [
                .bytes(attempt.id.bytes), .bytes(attempt.envelope.bytes), .bytes(attempt.document.bytes),
                try .json(attempt.purpose), .bytes(attempt.prepared.digest.bytes), .count(attempt.prepared.length),
                .count(attempt.baseRevisions), try .json(attempt.chain.map(Blob.init)), try .json(attempt.digests),
                .time(attempt.createdAt), .text(attempt.state.name), try .json(attempt.state),
                .text(attempt.instruction.id), try .json(attempt.instruction),
            ]
        )
    }

    static func update(_ attempt: SignatureAttempt) throws -> RawWrite {
        RawWrite(
            .updateAttempt,
            [
                .text(attempt.state.name), try .json(attempt.state), .text(attempt.instruction.id),
                try .json(attempt.instruction), .bytes(attempt.id.bytes),
            ]
        )
    }

    static func insert(_ record: AuditRecord) -> [RawWrite] {
        let entry = record.entry
        return [
            RawWrite(
                .insertAuditEntry,
                [
                    .text(entry.chain), .count(entry.sequence), .time(entry.time), .text(entry.actor),
                    .text(entry.action), .bytes(entry.payloadDigest.bytes), .bytes(entry.previous.bytes),
                ]
            ),
            RawWrite(
                .insertAuditPayload,
                [
                    .text(entry.chain), .count(entry.sequence), .bytes(record.salt.bytes),
                    .bytes(record.payload?.bytes ?? []),
                ]
            ),
        ]
    }
}

extension RawValue {
    static func count(_ count: Int) -> RawValue { .integer(Int64(count)) }
    static func time(_ time: Timestamp) -> RawValue { .integer(time.milliseconds) }

    static func json(_ value: some Encodable) throws -> RawValue {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return .text(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
