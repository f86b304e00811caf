package import Foundation
import SwiftASN1

/// One certificate's status inside an OCSP response.
///
///     SingleResponse ::= SEQUENCE {
///         certID            CertID,
///         certStatus        CHOICE {
///             good     [0] IMPLICIT NULL,
///             revoked  [1] IMPLICIT SEQUENCE { revocationTime, revocationReason [0] EXPLICIT OPTIONAL },
///             unknown  [2] IMPLICIT NULL },
///         thisUpdate        GeneralizedTime,
///         nextUpdate        [0] EXPLICIT GeneralizedTime OPTIONAL,
///         singleExtensions  [1] EXPLICIT Extensions OPTIONAL }
///
/// - SeeAlso: RFC 6960 §4.2.1
package struct SingleResponse: Hashable, Sendable {
    package let certificate: CertID
    package let state: CertificateStatus.State
    package let thisUpdate: Date
    package let nextUpdate: Date?
    package let extensions: [CertificateExtension]

    package init(
        certificate: CertID,
        state: CertificateStatus.State,
        thisUpdate: Date,
        nextUpdate: Date?,
        extensions: [CertificateExtension]
    ) {
        self.certificate = certificate
        self.state = state
        self.thisUpdate = thisUpdate
        self.nextUpdate = nextUpdate
        self.extensions = extensions
    }

    init(_ element: DERElement) throws(CMSError) {
        var fields = try element.sequence()
        certificate = try CertID(fields.next())
        let status = try fields.next()
        switch status.node.identifier {
        case ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific):
            guard try status.content().isEmpty else { throw element.fault(.value) }
            state = .good
        case ASN1Identifier(tagWithNumber: 1, tagClass: .contextSpecific):
            var revoked = try status.children()
            let time = try revoked.next().responseTime()
            let reason = try revoked.optional(context: 0).map { (reason) throws(CMSError) in
                try RevocationReason(reason.explicit())
            }
            try revoked.end()
            state = .revoked(at: time, reason)
        case ASN1Identifier(tagWithNumber: 2, tagClass: .contextSpecific):
            guard try status.content().isEmpty else { throw element.fault(.value) }
            state = .unknown
        default:
            throw element.fault(.unexpectedTag)
        }
        thisUpdate = try fields.next().responseTime()
        nextUpdate = try fields.optional(context: 0).map { (time) throws(CMSError) in
            try time.explicit().responseTime()
        }
        extensions =
            try fields.optional(context: 1).map { (list) throws(CMSError) in
                try CertificateExtension.list(list.explicit())
            } ?? []
        try fields.end()
    }

    package var der: [UInt8] {
        let status: [UInt8] =
            switch state {
            case .good: DEREncoding.implicit(0, primitive: [])
            case .unknown: DEREncoding.implicit(2, primitive: [])
            case .revoked(let time, let reason):
                DEREncoding.implicit(
                    1,
                    constructed: DEREncoding.generalizedTime(time)
                        + (reason.map { DEREncoding.explicit(0, DEREncoding.enumerated(UInt8($0.rawValue))) } ?? [])
                )
            }
        return DEREncoding.sequence(
            certificate.der,
            status,
            DEREncoding.generalizedTime(thisUpdate),
            nextUpdate.map { DEREncoding.explicit(0, DEREncoding.generalizedTime($0)) } ?? [],
            extensions.isEmpty ? [] : DEREncoding.explicit(1, CertificateExtension.encoded(extensions))
        )
    }

    func archiveCutoff() throws(CMSError) -> Date? {
        try extensions.first(OID.ocspArchiveCutoff).map { (item) throws(CMSError) in
            try DERElement(der: item.value, .ocspResponse).generalizedTime()
        }
    }
}
