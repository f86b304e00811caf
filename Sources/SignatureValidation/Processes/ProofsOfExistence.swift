import CMS
import Foundation

/// A valid timestamp: everything in its scope existed at its time, and nothing else is proven by it.
struct ProofOfExistence: Hashable, Sendable {
    let time: Date
    /// The field that holds it; nil when no field does.
    let field: String?
    let scope: ProofScope

    /// The revision (from 0) that a document timestamp covers; nil for another timestamp.
    var revision: Int? {
        if case .bytes(let revision, _) = scope { revision } else { nil }
    }

    /// The first byte that a document timestamp does not cover; nil for another timestamp.
    var end: Int? {
        if case .bytes(_, let end) = scope { end } else { nil }
    }
}

/// What a timestamp covers.
enum ProofScope: Hashable, Sendable {
    /// A document timestamp: the ByteRange, which ends at `end`, of a revision (from 0).
    case bytes(revision: Int, end: Int)
    /// An archive timestamp or one of an evidence record: what it names; a number in one run.
    case named(Int)
}

/// Since when things are proven to have existed.
///
/// Everything that is seen exists now. A valid document timestamp moves that back for the signatures, timestamps,
/// certificates and revocation data that it covers; so does an archive timestamp for what its index names, and one of an
/// evidence record for those before it. A timestamp inside the CMS of one signature proves that one signature value and,
/// by its signing-certificate attribute, that certificate; it says nothing about other signatures.
///
/// - SeeAlso: VAL-3; EN 319 102-1 §5.6.2.3 (POE extraction)
struct ProofsOfExistence: Sendable {
    let now: Date
    /// The earliest first.
    private(set) var proofs: [ProofOfExistence] = []

    init(now: Date) {
        self.now = now
    }

    mutating func add(_ proof: ProofOfExistence) {
        proofs.append(proof)
        proofs.sort { ($0.time, $0.end ?? 0) < ($1.time, $1.end ?? 0) }
    }

    /// The earliest proof of what ends at `end`: a timestamp that covers it and more.
    func earliest(covering end: Int?) -> ProofOfExistence? {
        guard let end else { return nil }
        return proofs.first { ($0.end ?? 0) > end }
    }

    func time(of certificate: Certificate, _ context: inout ValidationContext) -> Date {
        for proof in proofs where context.material(provenBy: proof).certificates.contains(certificate) {
            return proof.time
        }
        return now
    }

    /// A statement existed when all of it, and all that it takes to believe it, did.
    func time(
        of statement: RevocationStatement,
        about link: CertificatePath.Link,
        _ context: inout ValidationContext
    ) -> Date {
        for proof in proofs where context.statements(about: link, provenBy: proof).contains(statement) {
            return proof.time
        }
        return now
    }
}
