package import Foundation
import SwiftASN1

/// What a timestamp says.
///
///     TSTInfo ::= SEQUENCE {
///         version         INTEGER { v1(1) },
///         policy          TSAPolicyId,
///         messageImprint  MessageImprint,
///         serialNumber    INTEGER,
///         genTime         GeneralizedTime,
///         accuracy        Accuracy OPTIONAL,
///         ordering        BOOLEAN DEFAULT FALSE,
///         nonce           INTEGER OPTIONAL,
///         tsa             [0] GeneralName OPTIONAL,
///         extensions      [1] IMPLICIT Extensions OPTIONAL }
///
/// - SeeAlso: RFC 3161 §2.4.2
package struct TSTInfo: Hashable, Sendable {
    package let der: [UInt8]
    package let policy: String
    package let imprint: MessageImprint
    /// Content octets of the INTEGER.
    package let serialNumber: [UInt8]
    package let genTime: Date
    /// False when the fraction of genTime ends in a zero, which DER forbids and some authorities write. TSP-9
    package let genTimeIsCanonical: Bool
    /// In seconds; nil when the authority does not say.
    package let accuracy: Double?
    package let isOrdered: Bool
    /// Content octets of the INTEGER.
    package let nonce: [UInt8]?
    package let authority: GeneralName?

    package init(der: [UInt8]) throws(CMSError) {
        var fields = try DERElement(der: der, .timestampToken).sequence()
        guard try fields.next(.integer).smallInteger() == 1 else { throw .malformed(.timestampToken, .version) }
        policy = try fields.next(.objectIdentifier).objectIdentifier()
        imprint = try MessageImprint(fields.next())
        serialNumber = try fields.next(.integer).integer()
        let time = try DERTime.generalizedTimeWithFraction(fields.next(.generalizedTime).content())
        guard let time else { throw .malformed(.timestampToken, .time) }
        (genTime, genTimeIsCanonical) = time
        accuracy = try fields.optional(.sequence).map(Self.seconds)
        isOrdered = try fields.optional(.boolean).map { (flag) throws(CMSError) in try flag.boolean() } ?? false
        nonce = try fields.optional(.integer).map { (nonce) throws(CMSError) in try nonce.integer() }
        authority = try fields.optional(context: 0).map { (name) throws(CMSError) in try GeneralName(name.explicit()) }
        if let list = try fields.optional(context: 1) {
            var items = try list.children()
            for item in items.rest() {
                let item = try CertificateExtension(item)
                if item.isCritical { throw .criticalExtensionUnknown(item.oid) }
            }
        }
        try fields.end()
        self.der = der
    }

    /// `Accuracy ::= SEQUENCE { seconds INTEGER, millis [0] INTEGER (1..999), micros [1] INTEGER (1..999) }`, each
    /// OPTIONAL.
    private static func seconds(_ element: DERElement) throws(CMSError) -> Double {
        var fields = try element.children()
        let seconds = try fields.optional(.integer).map { (part) throws(CMSError) in try part.smallInteger() } ?? 0
        var total = Double(seconds)
        for (number, unit) in [(UInt(0), 1e-3), (1, 1e-6)] {
            guard let part = try fields.optional(context: number) else { continue }
            let value = try part.smallInteger()
            guard (1...999).contains(value) else { throw element.fault(.value) }
            total += Double(value) * unit
        }
        try fields.end()
        return total
    }
}

/// What an authority puts into a timestamp.
package struct TSTInfoContent: Sendable {
    package var policy: String
    package var imprint: MessageImprint
    /// Big-endian, positive.
    package var serialNumber: [UInt8]
    /// Written in whole seconds.
    package var genTime: Date
    package var accuracyInSeconds: Int?
    /// As in the request.
    package var nonce: [UInt8]?

    package init(
        policy: String,
        imprint: MessageImprint,
        serialNumber: [UInt8],
        genTime: Date,
        accuracyInSeconds: Int?,
        nonce: [UInt8]?
    ) {
        self.policy = policy
        self.imprint = imprint
        self.serialNumber = serialNumber
        self.genTime = genTime
        self.accuracyInSeconds = accuracyInSeconds
        self.nonce = nonce
    }

    package var der: [UInt8] {
        DEREncoding.sequence(
            DEREncoding.integer(1),
            DEREncoding.objectIdentifier(policy),
            imprint.der,
            DEREncoding.integer(unsigned: serialNumber),
            DEREncoding.generalizedTime(genTime),
            accuracyInSeconds.map { DEREncoding.sequence(DEREncoding.integer($0)) } ?? [],
            nonce.map { DEREncoding.integer(content: $0) } ?? []
        )
    }

    /// The attributes to be signed for the token; then `SignedData.encode(content: der, …)` makes it.
    package func signedAttributes(
        signingCertificate: Certificate,
        signatureAlgorithm: AlgorithmIdentifier
    ) throws(CMSError) -> SignedAttributes {
        let digestAlgorithm = try SignatureScheme(signatureAlgorithm).hash
        return SignedAttributes(
            contentType: OID.tstInfo,
            messageDigest: digestAlgorithm.digest(of: der),
            signingCertificate: signingCertificate,
            digestAlgorithm: digestAlgorithm,
            signatureAlgorithm: signatureAlgorithm,
            signingTime: genTime
        )
    }
}
