import Crypto
package import SwiftASN1

/// One link of an audit chain.
///
/// ```
/// AuditEntry ::= SEQUENCE {
///     version        INTEGER (1),
///     chain          UTF8String,
///     sequence       INTEGER,              -- from 1
///     time           INTEGER,              -- milliseconds since 1970, UTC
///     actor          UTF8String,
///     action         UTF8String,
///     payloadDigest  OCTET STRING,         -- SHA-256(salt || payload)
///     previous       OCTET STRING }        -- digest of the entry before; 32 zero bytes in the first
/// ```
///
/// DER has one encoding, so the digest of an entry can be derived again by anyone. The chain commits to a salted digest
/// of the payload only: a lawful erasure can empty the payload while the chain stays whole.
package struct AuditEntry: Hashable, Sendable, Codable {
    package let chain: String
    package let sequence: Int
    package let time: Timestamp
    package let actor: String
    package let action: String
    package let payloadDigest: Blob
    package let previous: Blob

    package init(
        chain: String,
        sequence: Int,
        time: Timestamp,
        actor: String,
        action: String,
        payloadDigest: Blob,
        previous: Blob
    ) {
        self.chain = chain
        self.sequence = sequence
        self.time = time
        self.actor = actor
        self.action = action
        self.payloadDigest = payloadDigest
        self.previous = previous
    }

    /// What the first entry of a chain names as its predecessor.
    package static let origin = Blob(Array(repeating: 0, count: 32))

    /// SHA-256(salt ‖ payload).
    package static func digest(ofPayload payload: [UInt8], salt: [UInt8]) -> Blob {
        Blob(Array(SHA256.hash(data: salt + payload)))
    }

    /// SHA-256("chigiri-audit-v1\0" ‖ DER of the entry).
    package var digest: Blob {
        var serializer = DER.Serializer()
        do {
            try serializer.serialize(self)
        } catch {
            preconditionFailure("an audit entry has only integers, text and bytes, which always encode: \(error)")
        }
        return Blob(Array(SHA256.hash(data: Array("chigiri-audit-v1\0".utf8) + serializer.serializedBytes)))
    }
}

extension AuditEntry: DERSerializable {
    package func serialize(into coder: inout DER.Serializer) throws {
        try coder.appendConstructedNode(identifier: .sequence) { coder in
            try coder.serialize(1)
            try coder.serialize(ASN1UTF8String(chain))
            try coder.serialize(sequence)
            try coder.serialize(time.milliseconds)
            try coder.serialize(ASN1UTF8String(actor))
            try coder.serialize(ASN1UTF8String(action))
            try coder.serialize(ASN1OctetString(contentBytes: payloadDigest.bytes[...]))
            try coder.serialize(ASN1OctetString(contentBytes: previous.bytes[...]))
        }
    }
}

/// What is wrong with a chain, with the sequence number at which it shows.
package enum AuditChainFault: Error, Hashable, Sendable {
    case gap(chain: String, at: Int)
    case broken(chain: String, at: Int)
    case payload(chain: String, at: Int)
    /// A chain that has to be there has no entry.
    case missing(chain: String)
}

/// An entry with its payload, which an erasure may have emptied.
package struct AuditRecord: Hashable, Sendable, Codable {
    package let entry: AuditEntry
    package let salt: Blob
    /// UTF-8 JSON; nil once lawfully erased.
    package let payload: Blob?

    package init(entry: AuditEntry, salt: Blob, payload: Blob?) {
        self.entry = entry
        self.salt = salt
        self.payload = payload
    }
}

extension Sequence where Element == AuditRecord {
    /// Derives the chain again from its first entry.
    ///
    /// - Throws: `AuditChainFault` at the first entry that does not follow from the one before, or whose payload
    ///   does not match its digest.
    package func verifyAuditChain() throws(AuditChainFault) {
        var previous = AuditEntry.origin
        var sequence = 0
        for record in self {
            let entry = record.entry
            guard entry.sequence == sequence + 1 else { throw .gap(chain: entry.chain, at: entry.sequence) }
            guard entry.previous == previous else { throw .broken(chain: entry.chain, at: entry.sequence) }
            if let payload = record.payload {
                let digest = AuditEntry.digest(ofPayload: payload.bytes, salt: record.salt.bytes)
                guard digest == entry.payloadDigest else { throw .payload(chain: entry.chain, at: entry.sequence) }
            }
            previous = entry.digest
            sequence = entry.sequence
        }
    }
}
