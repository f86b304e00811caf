package import Foundation

/// What a responder puts into a basic response before signing it.
///
/// - SeeAlso: RFC 6960 §4.2.1
package struct OCSPResponseContent: Sendable {
    package var responderID: ResponderID
    package var producedAt: Date
    package var responses: [SingleResponse]
    /// As in the request.
    package var nonce: [UInt8]?
    package var signatureAlgorithm: AlgorithmIdentifier

    package init(
        responderID: ResponderID,
        producedAt: Date,
        responses: [SingleResponse],
        nonce: [UInt8]?,
        signatureAlgorithm: AlgorithmIdentifier
    ) {
        self.responderID = responderID
        self.producedAt = producedAt
        self.responses = responses
        self.nonce = nonce
        self.signatureAlgorithm = signatureAlgorithm
    }

    /// ResponseData.
    package var toBeSigned: [UInt8] {
        let responder =
            switch responderID {
            case .name(let name): DEREncoding.explicit(1, name.der)
            case .keyHash(let hash): DEREncoding.explicit(2, DEREncoding.octetString(hash))
            }
        let extensions = nonce.map { CertificateExtension.encoded([CertificateExtension.ocspNonce($0)]) }
        return DEREncoding.sequence(
            responder,
            DEREncoding.generalizedTime(producedAt),
            DEREncoding.sequence(responses.map(\.der)),
            extensions.map { DEREncoding.explicit(1, $0) } ?? []
        )
    }

    /// The whole OCSPResponse in DER.
    ///
    /// `signature` is over `toBeSigned`, for ECDSA in DER.
    ///
    /// `certificates` has the responder's, unless the issuer signs itself.
    package func assemble(signature: [UInt8], certificates: [Certificate]) -> [UInt8] {
        let list = DEREncoding.sequence(certificates.map(\.der))
        let basic = DEREncoding.sequence(
            toBeSigned,
            signatureAlgorithm.der,
            DEREncoding.bitString(signature),
            certificates.isEmpty ? [] : DEREncoding.explicit(0, list)
        )
        let typed = DEREncoding.sequence(
            DEREncoding.objectIdentifier(OID.ocspBasicResponse),
            DEREncoding.octetString(basic)
        )
        return DEREncoding.sequence(DEREncoding.enumerated(0), DEREncoding.explicit(0, typed))
    }

    /// An answer without a status: 1 malformedRequest, 2 internalError, 3 tryLater, 6 unauthorized.
    package static func failure(_ status: UInt8) -> [UInt8] {
        DEREncoding.sequence(DEREncoding.enumerated(status))
    }
}
