package import Foundation
import SwiftASN1

/// Who signed an OCSP response, as the response says.
package enum ResponderID: Hashable, Sendable {
    case name(DistinguishedName)
    /// SHA-1 of the responder's public key.
    case keyHash([UInt8])

    package func names(_ certificate: Certificate) -> Bool {
        switch self {
        case .name(let name): name.matches(certificate.subject)
        case .keyHash(let hash): (try? CertificateExtension.keyIdentifier(of: certificate.publicKeyInfo)) == hash
        }
    }
}

/// A successful OCSP response of the basic type.
///
///     OCSPResponse ::= SEQUENCE {
///         responseStatus  ENUMERATED,
///         responseBytes   [0] EXPLICIT SEQUENCE { responseType OBJECT IDENTIFIER, response OCTET STRING } OPTIONAL }
///
///     BasicOCSPResponse ::= SEQUENCE {
///         tbsResponseData     SEQUENCE {
///             version             [0] EXPLICIT INTEGER DEFAULT v1,
///             responderID         ResponderID,
///             producedAt          GeneralizedTime,
///             responses           SEQUENCE OF SingleResponse,
///             responseExtensions  [1] EXPLICIT Extensions OPTIONAL },
///         signatureAlgorithm  AlgorithmIdentifier,
///         signature           BIT STRING,
///         certs               [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL }
///
/// - SeeAlso: RFC 6960 §4.2
package struct OCSPResponse: Hashable, Sendable {
    package let der: [UInt8]
    /// The bytes that are signed.
    package let tbs: [UInt8]
    package let responderID: ResponderID
    package let producedAt: Date
    package let responses: [SingleResponse]
    package let extensions: [CertificateExtension]
    package let nonce: [UInt8]?
    package let signatureAlgorithm: AlgorithmIdentifier
    package let signature: [UInt8]
    package let certificates: [Certificate]

    /// Throws `CMSError.responseNotSuccessful` for the responder's errors, `.responseNotBasic` for other types.
    package init(der: [UInt8]) throws(CMSError) {
        var outer = try DERElement(der: der, .ocspResponse).sequence()
        let status = try outer.next(.enumerated).smallInteger()
        guard status == 0 else { throw .responseNotSuccessful(status) }
        guard let wrapped = try outer.optional(context: 0) else { throw .malformed(.ocspResponse, .missing) }
        try outer.end()
        var typed = try wrapped.explicit().sequence()
        let type = try typed.next(.objectIdentifier).objectIdentifier()
        guard type == OID.ocspBasicResponse else { throw .responseNotBasic(type) }
        let basicDER = try typed.next(.octetString).content()
        try typed.end()

        var basic = try DERElement(der: basicDER, .ocspResponse).sequence()
        let body = try basic.next(.sequence)
        signatureAlgorithm = try AlgorithmIdentifier(basic.next())
        signature = try basic.next(.bitString).signatureValue()
        var certificates: [Certificate] = []
        if let list = try basic.optional(context: 0) {
            var items = try list.explicit().sequence()
            // One that we cannot read is one that we cannot use; the others still count.
            certificates = items.rest().compactMap { try? Certificate(der: $0.encoded) }
        }
        self.certificates = certificates
        try basic.end()

        var fields = try body.sequence()
        if let version = try fields.optional(context: 0) {
            guard try version.explicit().smallInteger() == 0 else { throw .malformed(.ocspResponse, .version) }
        }
        let responder = try fields.next()
        switch responder.node.identifier {
        case ASN1Identifier(tagWithNumber: 1, tagClass: .contextSpecific):
            responderID = .name(try DistinguishedName(responder.explicit()))
        case ASN1Identifier(tagWithNumber: 2, tagClass: .contextSpecific):
            responderID = .keyHash(Array(try responder.explicit().expect(.octetString).content()))
        default:
            throw .malformed(.ocspResponse, .unexpectedTag)
        }
        producedAt = try fields.next().responseTime()
        var list = try fields.next().sequence()
        var responses: [SingleResponse] = []
        for item in list.rest() { responses.append(try SingleResponse(item)) }
        self.responses = responses
        extensions =
            try fields.optional(context: 1).map { (list) throws(CMSError) in
                try CertificateExtension.list(list.explicit())
            } ?? []
        try fields.end()
        // Some responders put the bare octets there; such a nonce equals none that we sent.
        nonce = extensions.first(OID.ocspNonce).map { (try? CertificateExtension.nonce($0)) ?? $0.value }
        tbs = body.encoded
        self.der = der
    }
}
