import SwiftASN1

/// A request for a timestamp.
///
///     TimeStampReq ::= SEQUENCE {
///         version         INTEGER { v1(1) },
///         messageImprint  MessageImprint,
///         reqPolicy       TSAPolicyId OPTIONAL,
///         nonce           INTEGER OPTIONAL,
///         certReq         BOOLEAN DEFAULT FALSE,
///         extensions      [0] IMPLICIT Extensions OPTIONAL }
///
/// - SeeAlso: RFC 3161 §2.4.1, TSP-1
package struct TimestampRequest: Hashable, Sendable {
    package let der: [UInt8]
    package let imprint: MessageImprint
    package let policy: String?
    /// Content octets of the INTEGER.
    package let nonce: [UInt8]?
    package let wantsCertificate: Bool

    /// Asks for a timestamp over a SHA-256 digest, with the authority's certificate.
    ///
    /// `nonce` is eight random bytes. The first is put into 40…7F, so that the number always has eight octets.
    package init(imprint: [UInt8], nonce: [UInt8]) throws(CMSError) {
        try self.init(
            imprint: MessageImprint(hashAlgorithm: .sha256, digest: imprint),
            policy: nil,
            nonce: nonce
        )
    }

    package init(imprint: MessageImprint, policy: String?, nonce: [UInt8]) throws(CMSError) {
        guard nonce.count == 8 else { throw .malformed(.timestampRequest, .value) }
        let fixedWidth = [nonce[0] & 0x3F | 0x40] + nonce.dropFirst()
        self.imprint = imprint
        self.policy = policy
        self.nonce = fixedWidth
        wantsCertificate = true
        der = DEREncoding.sequence(
            DEREncoding.integer(1),
            imprint.der,
            policy.map(DEREncoding.objectIdentifier) ?? [],
            DEREncoding.integer(content: fixedWidth),
            DEREncoding.boolean(true)
        )
    }

    /// Reads a request.
    ///
    /// Extensions are refused: we know none.
    package init(der: [UInt8]) throws(CMSError) {
        var fields = try DERElement(der: der, .timestampRequest).sequence()
        guard try fields.next(.integer).smallInteger() == 1 else { throw .malformed(.timestampRequest, .version) }
        imprint = try MessageImprint(fields.next())
        policy = try fields.optional(.objectIdentifier).map { (oid) throws(CMSError) in try oid.objectIdentifier() }
        nonce = try fields.optional(.integer).map { (nonce) throws(CMSError) in try nonce.integer() }
        wantsCertificate = try fields.optional(.boolean).map { (flag) throws(CMSError) in try flag.boolean() } ?? false
        try fields.end()
        self.der = der
    }
}
