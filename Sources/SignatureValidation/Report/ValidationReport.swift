package import Foundation

/// The judgement on a whole file.
///
/// The same file, time, policy and fetched material give the same bytes of JSON.
///
/// - SeeAlso: VAL-1, VAL-11
package struct ValidationReport: Hashable, Sendable {
    /// The worst of all signatures and timestamps.
    package let conclusion: Indication
    package let signatures: [SignatureReport]
    package let timestamps: [TimestampReport]
    package let changesAfterSigning: [ChangeReport]
    /// Until when the file has to be renewed: what ends first of the last document or archive timestamp, or of the last
    /// one of an evidence record; nil without one.
    package let renewal: RenewalDeadline?
    /// The document and archive timestamps, and those of evidence records, that proved since when things exist, the earliest first.
    package let proofsOfExistence: [ExistenceReport]
    /// The names of signature fields that nobody has signed.
    package let unsignedFields: [String]
    /// The pages of each signed revision against those of the newest, the oldest revision first. VAL-10
    package let pages: [PageReport]
    package let policy: PolicyReport
}

/// The judgement on one signature.
package struct SignatureReport: Hashable, Sendable {
    /// The fully qualified name of the field, in a container the file of the signature; nil when nothing names it.
    package let field: String?
    /// The subject's common names, with what is hidden in them escaped.
    package let signer: String?
    /// Nil when no certificate is the signer's.
    package let certificate: CertificateReport?
    package let conclusion: Conclusion
    package let level: SignatureLevel
    /// True when the covered bytes are the ones that were signed, whoever signed them.
    package let integrity: Bool
    /// The newest revision that the signature covers, from 1.
    package let coversRevision: Int?
    /// The proven time, else the time that the signer claims.
    package let signedAt: Date?
    package let findings: [Finding]
    /// The processes in the order in which they ran.
    package let processes: [ProcessReport]
}

/// The judgement on one timestamp.
package struct TimestampReport: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case signature
        case document
        /// Over a whole detached signature: archive-time-stamp-v3.
        case archive
        /// Of an evidence record.
        case evidence
    }

    package let kind: Kind
    /// The field of the signature that it is on, or its own; nil when no field holds it.
    package let field: String?
    package let time: Date?
    /// The common name of the timestamping authority's certificate.
    package let authority: String?
    package let conclusion: Conclusion
    package let findings: [Finding]
    package let processes: [ProcessReport]
}

/// One change that was made after signing and is not allowed.
package struct ChangeReport: Hashable, Sendable {
    /// From 1.
    package let revision: Int?
    /// From 1.
    package let page: Int?
    package let kind: String
    package let code: String
    package let ja: String
    package let en: String

    package init(revision: Int?, page: Int?, kind: String, code: String, ja: String, en: String) {
        self.revision = revision
        self.page = page
        self.kind = kind
        self.code = code
        self.ja = ja
        self.en = en
    }
}

/// How much of its own proof a signature carries.
///
/// - SeeAlso: EN 319 142-1 §6
package enum SignatureLevel: String, Hashable, Sendable, Comparable, CaseIterable {
    case none = "NONE"
    case b = "B-B"
    case t = "B-T"
    case lt = "B-LT"
    case lta = "B-LTA"

    private var rank: Int {
        switch self {
        case .none: 0
        case .b: 1
        case .t: 2
        case .lt: 3
        case .lta: 4
        }
    }

    package static func < (left: SignatureLevel, right: SignatureLevel) -> Bool {
        left.rank < right.rank
    }
}
