import SwiftASN1

/// A question for the status of certificates.
///
///     OCSPRequest ::= SEQUENCE {
///         tbsRequest  SEQUENCE {
///             version            [0] EXPLICIT INTEGER DEFAULT v1,
///             requestorName      [1] EXPLICIT GeneralName OPTIONAL,
///             requestList        SEQUENCE OF SEQUENCE { reqCert CertID, extensions [0] OPTIONAL },
///             requestExtensions  [2] EXPLICIT Extensions OPTIONAL },
///         optionalSignature  [0] EXPLICIT Signature OPTIONAL }
///
/// - SeeAlso: RFC 6960 §4.1, RFC 9654, REV-1
package struct OCSPRequest: Hashable, Sendable {
    package let der: [UInt8]
    package let certificates: [CertID]
    package let nonce: [UInt8]?

    /// Asks for one certificate, by default with the SHA-1 CertID that every responder understands.
    package init(
        certificate: Certificate,
        issuer: Certificate,
        nonce: [UInt8]?,
        hashAlgorithm: HashAlgorithm = .sha1
    ) throws(CMSError) {
        let identifier = try CertID(certificate: certificate, issuer: issuer, hashAlgorithm: hashAlgorithm)
        certificates = [identifier]
        self.nonce = nonce
        let extensions = nonce.map { [CertificateExtension.ocspNonce($0)] }
        der = DEREncoding.sequence(
            DEREncoding.sequence(
                DEREncoding.sequence(DEREncoding.sequence(identifier.der)),
                extensions.map { DEREncoding.explicit(2, CertificateExtension.encoded($0)) } ?? []
            )
        )
    }

    /// Reads a request; a requester's signature is not looked at.
    package init(der: [UInt8]) throws(CMSError) {
        var outer = try DERElement(der: der, .ocspRequest).sequence()
        var fields = try outer.next().sequence()
        _ = try outer.optional(context: 0)
        try outer.end()
        if let version = try fields.optional(context: 0) {
            guard try version.explicit().smallInteger() == 0 else { throw .malformed(.ocspRequest, .version) }
        }
        _ = try fields.optional(context: 1)
        var list = try fields.next().sequence()
        var identifiers: [CertID] = []
        for item in list.rest() {
            var request = try item.sequence()
            identifiers.append(try CertID(request.next()))
            _ = try request.optional(context: 0)
            try request.end()
        }
        let extensions = try fields.optional(context: 2).map { (list) throws(CMSError) in
            try CertificateExtension.list(list.explicit())
        }
        try fields.end()
        certificates = identifiers
        nonce = try extensions?.first(OID.ocspNonce).map(CertificateExtension.nonce)
        self.der = der
    }
}

extension CertificateExtension {
    static func ocspNonce(_ nonce: [UInt8]) -> Self {
        Self(oid: OID.ocspNonce, isCritical: false, value: DEREncoding.octetString(nonce))
    }

    /// The octets of a nonce extension.
    static func nonce(_ item: CertificateExtension) throws(CMSError) -> [UInt8] {
        Array(try DERElement(der: item.value, .ocspRequest).expect(.octetString).content())
    }
}
