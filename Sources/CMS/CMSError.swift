package import Foundation

/// Why a structure could not be read, or does not hold what it claims.
///
/// `code` gives the stable reason code of a report. Cases name facts; what they mean for a verdict is the judge's matter.
package enum CMSError: Error, Hashable, Sendable {
    // Encoding
    case malformed(Structure, EncodingFault)
    /// Bytes after the end of the outermost structure that are not padding.
    case trailingBytes(Structure)

    // Algorithms
    /// A dotted object identifier that we do not implement.
    case algorithmUnsupported(String)
    /// The parameters of this algorithm are missing, forbidden or inconsistent.
    case algorithmParameters(String)
    /// A key that cannot be used with this signature algorithm.
    case keyUnsuitable(algorithm: String)
    /// Elliptic curve parameters that are not the name of a curve.
    case curveNotNamed
    case signatureInvalid

    // Signed data
    case contentTypeNotSignedData(String)
    case signerInfoCount(Int)
    case encapsulatedContentPresent
    case encapsulatedContentAbsent
    /// The content is of another type than asked for.
    case contentType(String)
    case signedAttributesAbsent
    case attributeAbsent(String)
    case attributeRepeated(String)
    case attributeValueCount(String, Int)
    /// The content-type attribute does not name the content.
    case contentTypeAttribute(String)
    case messageDigestMismatch
    case algorithmConfusion(AlgorithmConfusion)
    case signerCertificateAbsent
    case signingCertificateAttributeAbsent
    /// The certificate that the signer identifier names is not the one that the signing-certificate attribute names.
    case signingCertificateMismatch

    // Archive timestamps of a signature
    case archiveIndexAbsent
    /// The index was made with another hash than the timestamp's imprint.
    case archiveIndexAlgorithm
    /// Something that the index names is not there any more.
    case archiveIndexEntryMissing

    // Evidence records
    /// The first list of hashes does not hold the data's.
    case evidenceDataAbsent
    /// A renewal does not cover what came before it.
    case evidenceRenewalBroken
    /// The timestamps are not in the order of their times.
    case evidenceOrder
    /// One chain uses two hashes.
    case evidenceAlgorithmsMixed
    case evidenceEncrypted

    // Timestamps
    case timestampRefused(status: Int, failures: [TimestampFailure], text: String)
    case timestampTokenAbsent
    case timestampImprintMismatch
    case timestampNonceMismatch
    case timestampPolicyMismatch(String)
    case timestampTimeOff(seconds: Double)
    case timestampCertificateAbsent
    /// The extended key usage is absent, not critical, or allows more than timestamping.
    case timestampAuthorityUsage(TimestampUsageFault)

    // Certificates and revocation
    case certificateIssuerMismatch
    case certificateNotValid(at: Date)
    case responseNotSuccessful(Int)
    case responseNotBasic(String)
    case responseCoversOthers
    case responseNonceMismatch
    case responderUnknown
    case responderUnauthorised(ResponderFault)
    /// The answer is signed with the key of the very certificate it speaks about.
    case responderIsSubject
    case criticalExtensionUnknown(String)
    case timesInconsistent
    case notYetValid(thisUpdate: Date)
    case stale(nextUpdate: Date)
    case revocationListIssuerMismatch
    case revocationListUsage
    case revocationListScope(RevocationListScopeFault)
}

/// The structures that errors name.
package enum Structure: String, Hashable, Sendable {
    case algorithmIdentifier, name, publicKeyInfo, signatureValue, generalName
    case certificate, certificateExtension, certificationRequest
    case signedData, signerInfo, signedAttributes, attribute
    case timestampRequest, timestampResponse, timestampToken
    case ocspRequest, ocspResponse, certificateRevocationList
    case archiveHashIndex, evidenceRecord
}

/// What is wrong with an encoding.
package enum EncodingFault: String, Hashable, Sendable {
    case notDER, unexpectedTag, missing, surplus, integer, boolean, objectIdentifier, bitString, string, time, version
    case value, repeated, order, limit
}

/// Two statements about an algorithm that should agree and do not.
package enum AlgorithmConfusion: String, Hashable, Sendable {
    /// The digest inside the signature algorithm is not the digest algorithm. CMS-V5
    case signatureDigest
    /// CMSAlgorithmProtection names another digest algorithm. RFC 6211
    case protectedDigest
    /// CMSAlgorithmProtection names another signature algorithm. RFC 6211
    case protectedSignature
    /// The signed and the unsigned algorithm field of a certificate, CRL or response differ. RFC 5280 §4.1.1.2
    case innerOuter
}

package enum TimestampUsageFault: String, Hashable, Sendable {
    case absent, notCritical, otherPurposes
}

package enum ResponderFault: String, Hashable, Sendable {
    case notIssuedByAuthority, noOCSPSigning, noDigitalSignature, notValidWhenProduced, isAuthority
}

package enum RevocationListScopeFault: String, Hashable, Sendable {
    case delta, indirect, someReasons, attributeCertificates, notForUsers, notForAuthorities, otherDistributionPoint
}
