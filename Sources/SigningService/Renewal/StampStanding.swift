package import SignerProtocol

/// What the newest document timestamp of a file rests on, and until when that holds.
///
/// - SeeAlso: LTA-4
package struct StampStanding: Hashable, Sendable, Codable {
    package let stampedAt: Timestamp
    /// From when on nobody can rely on it any more.
    package let expiresAt: Timestamp
    /// What ends first.
    package let cause: Cause
    /// Everything it rests on, sorted.
    package let uses: [TimestampUse]

    package enum Cause: String, Hashable, Sendable, Codable, CaseIterable {
        /// The certificate of the time-stamping authority.
        case authority
        /// A certificate above it.
        case anchor
        /// An algorithm that the authority chose: of its signature or of its certificates.
        case algorithm
        /// The hash over the file, which we chose.
        case imprint
    }

    package init(stampedAt: Timestamp, expiresAt: Timestamp, cause: Cause, uses: [TimestampUse]) {
        self.stampedAt = stampedAt
        self.expiresAt = expiresAt
        self.cause = cause
        self.uses = uses.sorted()
    }

    /// How long before the end it is renewed.
    package static let margin = Duration.seconds(365 * 86_400)
    /// How long before the end operators are told that it was not.
    package static let warning = Duration.seconds(180 * 86_400)
    /// How long before the end it is urgent.
    package static let critical = Duration.seconds(90 * 86_400)

    /// From when on it is renewed.
    ///
    /// A timestamp that was made within the margin has a day of peace, or half its life where that is shorter.
    package var renewFrom: Timestamp {
        let life = Duration.milliseconds(max(0, expiresAt.milliseconds - stampedAt.milliseconds))
        let peace = stampedAt.advanced(by: min(.seconds(86_400), life / 2))
        return max(expiresAt.advanced(by: .zero - Self.margin), peace)
    }

    /// The month of the end in Japan, `2035-11`.
    package var month: String { String(CalendarDay(at: expiresAt).text.prefix(7)) }
}

/// One thing that a document timestamp rests on.
package struct TimestampUse: Hashable, Sendable, Codable, Comparable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// A time-stamping authority's certificate, by the SHA-256 of its DER.
        case authority
        /// The root above it, by the SHA-256 of its DER.
        case anchor
        /// A hash or signature algorithm with the size of its key, such as `SHA-256` or `RSA-PKCS1-2048`.
        case algorithm
    }

    package let kind: Kind
    package let value: String
    /// For people.
    package let name: String

    package init(_ kind: Kind, _ value: String, name: String) {
        self.kind = kind
        self.value = value
        self.name = name
    }

    package static func < (left: TimestampUse, right: TimestampUse) -> Bool {
        (left.kind.rawValue, left.value) < (right.kind.rawValue, right.value)
    }
}

/// A sealed document, and where its newest document timestamp stands.
package struct RenewalStanding: Hashable, Sendable {
    package let document: DocumentID
    package let envelope: EnvelopeID
    /// Of the document, when it was looked at.
    package let revisions: Int
    /// Nil until somebody has looked.
    package let stamp: StampStanding?
    /// Why it cannot be renewed; nil when it can.
    package var broken: Broken?

    /// What the judge found when the document was to be renewed.
    package struct Broken: Hashable, Sendable, Codable {
        package let at: Timestamp
        package let reasons: [String]

        package init(at: Timestamp, reasons: [String]) {
            self.at = at
            self.reasons = reasons
        }
    }

    package init(
        document: DocumentID,
        envelope: EnvelopeID,
        revisions: Int,
        stamp: StampStanding?,
        broken: Broken? = nil
    ) {
        self.document = document
        self.envelope = envelope
        self.revisions = revisions
        self.stamp = stamp
        self.broken = broken
    }
}
