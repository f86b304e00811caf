/// The building blocks of basic signature validation.
///
/// - SeeAlso: EN 319 102-1 §5.2
package enum BuildingBlock: String, Hashable, Sendable, CaseIterable {
    case formatChecking = "FC"
    case signingCertificateIdentification = "ISC"
    case validationContextInitialisation = "VCI"
    case certificateValidation = "XCV"
    case revocationFreshness = "RFC"
    case cryptographicVerification = "CV"
    case signatureAcceptance = "SAV"
}

extension Check {
    /// The building block that the check belongs to.
    package var block: BuildingBlock {
        switch self {
        case .signingCertificateMissing, .signingCertificateMismatch, .timestampCertificate:
            .signingCertificateIdentification
        case .policyNotProcessed, .signaturePolicyNotAvailable:
            .validationContextInitialisation
        case .noCertificateChain, .certificateSignatureInvalid, .certificateExpired, .certificateExpiredNotRevoked,
            .certificateNotYetValid, .signedAfterExpiry, .signedBeforeValidity, .notACertificationAuthority,
            .pathLengthExceeded, .keyUsageWithoutCertSign, .nameConstraintsViolated, .noValidPolicy,
            .policyMappingInvalid, .unknownCriticalExtension, .certificateMalformed, .signerKeyUsage,
            .signerNotForNonRepudiation, .revoked, .revokedNoPOE, .revokedCA, .revocationIssuerOutOfBounds,
            .timestampKeyUsage, .noProofOfExistence, .pathSearchLimited, .trustAnchorNotInForce, .endEntityPurpose,
            .noCheckMisplaced, .revocationExemptionMisplaced:
            .certificateValidation
        case .revocationUnknown, .revocationNotFresh, .revocationNotChecked:
            .revocationFreshness
        case .hashMismatch, .signatureInvalid, .timestampImprint, .timestampSignature, .signedDataNotFound:
            .cryptographicVerification
        case .algorithmUnsupported, .algorithmWeak, .algorithmWeakNoPOE, .algorithmNotForNewSignatures,
            .signingCertificateAttributeAbsent,
            .timestampInFuture, .timestampOrder, .timestampUnusable, .valid:
            .signatureAcceptance
        default: .formatChecking
        }
    }
}
