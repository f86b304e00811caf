import SwiftASN1

/// The digest that a timestamp is over.
///
///     MessageImprint ::= SEQUENCE { hashAlgorithm AlgorithmIdentifier, hashedMessage OCTET STRING }
///
/// - SeeAlso: RFC 3161 §2.4.1
package struct MessageImprint: Hashable, Sendable {
    package let hashAlgorithm: HashAlgorithm
    package let digest: [UInt8]

    /// Throws `CMSError.malformed` unless the digest has the length of its algorithm.
    package init(hashAlgorithm: HashAlgorithm, digest: [UInt8]) throws(CMSError) {
        guard digest.count == hashAlgorithm.digestLength else { throw .malformed(.timestampToken, .value) }
        self.hashAlgorithm = hashAlgorithm
        self.digest = digest
    }

    /// The imprint of a whole message.
    package init(of message: [UInt8], hashAlgorithm: HashAlgorithm) {
        self.hashAlgorithm = hashAlgorithm
        digest = hashAlgorithm.digest(of: message)
    }

    init(_ element: DERElement) throws(CMSError) {
        var fields = try element.sequence()
        let algorithm = try HashAlgorithm(AlgorithmIdentifier(fields.next()))
        let digest = Array(try fields.next(.octetString).content())
        try fields.end()
        try self.init(hashAlgorithm: algorithm, digest: digest)
    }

    var der: [UInt8] {
        let algorithm = AlgorithmIdentifier(oid: hashAlgorithm.oid, parameters: DEREncoding.null)
        return DEREncoding.sequence(algorithm.der, DEREncoding.octetString(digest))
    }
}
