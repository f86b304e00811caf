import SwiftASN1

/// Signed data in a ContentInfo.
///
///     SignedData ::= SEQUENCE {
///         version           INTEGER,
///         digestAlgorithms  SET OF AlgorithmIdentifier,
///         encapContentInfo  SEQUENCE { eContentType, eContent [0] EXPLICIT OCTET STRING OPTIONAL },
///         certificates      [0] IMPLICIT CertificateSet OPTIONAL,
///         crls              [1] IMPLICIT RevocationInfoChoices OPTIONAL,
///         signerInfos       SET OF SignerInfo }
///
/// - SeeAlso: RFC 5652 §3, §5.1
package struct SignedData: Hashable, Sendable {
    /// What was read, without padding.
    package let der: [UInt8]
    package let version: Int
    package let digestAlgorithms: [AlgorithmIdentifier]
    /// Dotted form.
    package let contentType: String
    /// The content octets; nil when detached.
    package let content: [UInt8]?
    package let certificates: [Certificate]
    /// Entries of the certificate set that we cannot read, as they were written.
    package let unreadableCertificates: [[UInt8]]
    package let revocation: [RevocationInfo]
    package let signerInfos: [SignerInfo]
    package let warnings: Set<Warning>

    /// What is tolerated and has to be told.
    package enum Warning: String, Hashable, Sendable {
        /// The outer structure is BER. CMS-V10
        case notDER
        /// Signed attributes are not in DER order. CMS-V6
        case attributesNotInOrder
        /// A signer's digest algorithm is not in the list of digest algorithms. RFC 5652 §5.3
        case digestAlgorithmNotListed
    }

    /// Reads DER with nothing after it.
    package init(der: [UInt8]) throws(CMSError) {
        guard let length = elementLength(der) else { throw .malformed(.signedData, .notDER) }
        guard length == der.count else { throw .trailingBytes(.signedData) }
        try self.init(DERElement(der: der, .signedData), isDER: true)
    }

    /// Reads the `/Contents` of a signature dictionary: the structure, then nothing but zeros. CMS-V1
    ///
    /// The wrapper may be BER, which is noted in `warnings`; certificates and attributes must be DER all the same.
    package init(paddedContents: [UInt8]) throws(CMSError) {
        guard let length = elementLength(paddedContents) else {
            try self.init(berContents: paddedContents)
            return
        }
        guard paddedContents[length...].allSatisfy({ $0 == 0 }) else { throw .trailingBytes(.signedData) }
        let contents = Array(paddedContents[..<length])
        guard let element = try? DERElement(der: contents, .signedData) else {
            try self.init(berContents: contents)
            return
        }
        try self.init(element, isDER: true)
    }

    /// Reads BER, where the end of an indefinite length is zeros like the padding.
    private init(berContents: [UInt8]) throws(CMSError) {
        let end = berContents.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
        // Each level of indefinite length adds two zeros, and content may end in zeros.
        for zeros in 0...Self.mostEndZeros where end + zeros <= berContents.count {
            guard let node = try? BER.parse(berContents[..<(end + zeros)]) else { continue }
            try self.init(DERElement(node: node, structure: .signedData), isDER: false)
            return
        }
        throw .malformed(.signedData, .notDER)
    }

    private static let mostEndZeros = 32

    private init(_ element: DERElement, isDER: Bool) throws(CMSError) {
        var outer = try element.sequence()
        let outerType = try outer.next(.objectIdentifier).objectIdentifier()
        guard outerType == OID.signedData else { throw .contentTypeNotSignedData(outerType) }
        guard let wrapped = try outer.optional(context: 0) else { throw element.fault(.missing) }
        try outer.end()

        var fields = try wrapped.explicit().sequence()
        version = try fields.next(.integer).smallInteger()
        guard (1...5).contains(version) else { throw element.fault(.version) }
        var algorithms: [AlgorithmIdentifier] = []
        for item in try fields.next().set() { algorithms.append(try AlgorithmIdentifier(item)) }
        digestAlgorithms = algorithms
        var encapsulated = try fields.next().sequence()
        contentType = try encapsulated.next(.objectIdentifier).objectIdentifier()
        content = try encapsulated.optional(context: 0).map { (octets) throws(CMSError) in
            try octets.explicit().octets()
        }
        try encapsulated.end()

        var certificates: [Certificate] = []
        var unreadable: [[UInt8]] = []
        if let set = try fields.optional(context: 0) {
            var items = try set.children()
            for item in items.rest() {
                if let certificate = try? Certificate(der: item.encoded) {
                    certificates.append(certificate)
                } else {
                    unreadable.append(item.encoded)
                }
            }
        }
        self.certificates = certificates
        unreadableCertificates = unreadable
        var revocation: [RevocationInfo] = []
        if let set = try fields.optional(context: 1) {
            var items = try set.children()
            revocation = items.rest().map(RevocationInfo.init)
        }
        self.revocation = revocation
        var signers: [SignerInfo] = []
        for item in try fields.next().set() {
            signers.append(try SignerInfo(DERElement(node: item.node, structure: .signerInfo)))
        }
        signerInfos = signers
        try fields.end()

        var warnings: Set<Warning> = isDER ? [] : [.notDER]
        for signer in signers {
            if signer.signedAttributes?.isInDEROrder == false { warnings.insert(.attributesNotInOrder) }
            if !algorithms.contains(where: { $0.oid == signer.digestAlgorithm.oid }) {
                warnings.insert(.digestAlgorithmNotListed)
            }
        }
        self.warnings = warnings
        der = element.encoded
    }
}

extension DERElement {
    /// An OCTET STRING, which BER may have cut into segments.
    fileprivate func octets() throws(CMSError) -> [UInt8] {
        try expect(.octetString)
        if case .primitive(let bytes) = node.content { return Array(bytes) }
        var segments = try children()
        var bytes: [UInt8] = []
        for segment in segments.rest() { bytes += try segment.expect(.octetString).content() }
        return bytes
    }
}

/// The length of the first element with its header; nil when it is incomplete or of indefinite length.
private func elementLength(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 2, bytes[0] & 0x1F != 0x1F else { return nil }
    let first = Int(bytes[1])
    guard first >= 0x80 else { return 2 + first <= bytes.count ? 2 + first : nil }
    let octets = first & 0x7F
    guard (1...4).contains(octets), bytes.count >= 2 + octets else { return nil }
    let length = bytes[2..<(2 + octets)].reduce(0) { $0 << 8 | Int($1) }
    return 2 + octets + length <= bytes.count ? 2 + octets + length : nil
}
