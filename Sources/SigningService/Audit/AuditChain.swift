import Foundation
package import SignerProtocol

/// How the next entry follows from the one before; every engine uses this, so that chains are equal everywhere.
package enum AuditChain {
    /// The record that follows `last` (nil: the first) in `chain`.
    package static func record(
        _ note: AuditNote,
        after last: AuditEntry?,
        in chain: String,
        at time: Timestamp,
        salt: [UInt8]
    ) throws -> AuditRecord {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let payload = Array(try encoder.encode(note.facts))
        let entry = AuditEntry(
            chain: chain,
            sequence: (last?.sequence ?? 0) + 1,
            time: time,
            actor: note.actor,
            action: note.action.rawValue,
            payloadDigest: AuditEntry.digest(ofPayload: payload, salt: salt),
            previous: last?.digest ?? AuditEntry.origin
        )
        return AuditRecord(entry: entry, salt: Blob(salt), payload: Blob(payload))
    }
}
