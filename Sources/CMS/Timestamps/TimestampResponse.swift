import SwiftASN1

/// An authority's answer.
///
///     TimeStampResp ::= SEQUENCE {
///         status          SEQUENCE {
///             status        INTEGER,
///             statusString  SEQUENCE OF UTF8String OPTIONAL,
///             failInfo      BIT STRING OPTIONAL },
///         timeStampToken  ContentInfo OPTIONAL }
///
/// - SeeAlso: RFC 3161 §2.4.2, TSP-2
package struct TimestampResponse: Sendable {
    package let der: [UInt8]
    package let answer: Answer

    package enum Answer: Sendable {
        /// `withModifications` for status 1, which is fine when the token is what was asked for.
        case granted(TimestampToken, withModifications: Bool)
        case refused(status: Int, failures: [TimestampFailure], text: String)
    }

    package init(der: [UInt8]) throws(CMSError) {
        var fields = try DERElement(der: der, .timestampResponse).sequence()
        var statusFields = try fields.next().sequence()
        let status = try statusFields.next(.integer).smallInteger()
        var texts: [String] = []
        if let list = try statusFields.optional(.sequence) {
            var items = try list.children()
            for item in items.rest() {
                guard let text = String(validating: try item.expect(.utf8String).content(), as: UTF8.self) else {
                    throw .malformed(.timestampResponse, .string)
                }
                texts.append(text)
            }
        }
        let bits = try statusFields.optional(.bitString).map { (bits) throws(CMSError) in try bits.namedBits() } ?? []
        try statusFields.end()
        let token = fields.isAtEnd ? nil : try fields.next().encoded
        try fields.end()

        self.der = der
        guard status == 0 || status == 1 else {
            let failures = TimestampFailure.allCases.filter { bits.contains($0.rawValue) }
            answer = .refused(status: status, failures: failures, text: texts.joined(separator: "; "))
            return
        }
        guard let token else { throw .timestampTokenAbsent }
        answer = .granted(try TimestampToken(der: token), withModifications: status == 1)
    }

    /// The token.
    ///
    /// Throws `CMSError.timestampRefused` when there is none.
    package func token() throws(CMSError) -> TimestampToken {
        switch answer {
        case .granted(let token, _): return token
        case .refused(let status, let failures, let text):
            throw .timestampRefused(status: status, failures: failures, text: text)
        }
    }

    // MARK: Making

    /// An answer that carries a token.
    package static func granting(_ token: [UInt8]) -> [UInt8] {
        DEREncoding.sequence(DEREncoding.sequence(DEREncoding.integer(0)), token)
    }

    /// A rejection (status 2) with its reason.
    package static func refusing(_ failure: TimestampFailure, text: String) -> [UInt8] {
        DEREncoding.sequence(
            DEREncoding.sequence(
                DEREncoding.integer(2),
                DEREncoding.sequence(DEREncoding.utf8String(text)),
                DEREncoding.namedBits([failure.rawValue])
            )
        )
    }
}
