/// One thing that validation looks at: a stable code, the clause behind it, and what its failure means.
///
/// A check whose conclusion is `passed` only warns.
///
/// - SeeAlso: VAL-1
package enum Check: String, Hashable, Sendable, CaseIterable {
    // What the signature dictionary and the CMS look like.
    case valid = "VALID"
    case signatureDictionaryInvalid = "SIG_DICT_INVALID"
    case byteRangeMalformed = "BYTERANGE_MALFORMED"
    case byteRangeOutsideFile = "BYTERANGE_OUTSIDE_FILE"
    case byteRangeGap = "BYTERANGE_GAP"
    case contentsNotInGap = "CONTENTS_NOT_IN_GAP"
    case byteRangeEnd = "BYTERANGE_END"
    case byteRangeCrossReference = "BYTERANGE_XREF"
    case duplicateKey = "PDF_DUPLICATE_KEY"
    case structureBroken = "PDF_STRUCTURE"
    case unsupportedSubFilter = "UNSUPPORTED_SUBFILTER"
    case notPAdES = "NOT_PADES"
    case cmsMalformed = "CMS_MALFORMED"
    case cmsTrailingBytes = "CMS_TRAILING_BYTES"
    case cmsNotDER = "CMS_NOT_DER"
    case signerInfoCount = "SIGNERINFO_COUNT"
    case contentPresent = "ECONTENT_PRESENT"
    case contentTypeAttribute = "CONTENT_TYPE_ATTR"
    case messageDigestAttribute = "MESSAGE_DIGEST_ATTR"
    case duplicateAttribute = "DUPLICATE_ATTRIBUTE"
    case signedAttributesRequired = "SIGNED_ATTRS_REQUIRED"
    case algorithmConfusion = "ALG_CONFUSION"
    case hashMismatch = "HASH_MISMATCH"
    case signatureInvalid = "SIGNATURE_INVALID"
    case algorithmUnsupported = "ALG_UNSUPPORTED"
    case algorithmWeak = "ALG_EXPIRED"
    case algorithmWeakNoPOE = "ALG_EXPIRED_NO_POE"
    case signingCertificateMissing = "SIGNING_CERTIFICATE_MISSING"
    case signingCertificateMismatch = "ESS_MISMATCH"
    case signingCertificateAttributeAbsent = "ESS_ABSENT"

    // Detached signatures and containers.
    case signingTimeAbsent = "SIGNING_TIME_ABSENT"
    case dataObjectMissing = "DATA_OBJECT_MISSING"
    case dataObjectUnsigned = "DATA_OBJECT_UNSIGNED"

    // What happened to the file after signing.
    case changedAfterSigning = "POST_SIGN_CHANGE"
    case formChangedAfterSigning = "POST_SIGN_FORM_CHANGE"
    case fieldAddedAfterSigning = "NEW_FIELD_NOT_PREDECLARED"
    case permissionsViolated = "MDP_VIOLATION"
    case permissionsMalformed = "MDP_MALFORMED"
    case changesNotJudged = "CHANGES_NOT_JUDGED"
    case trailingBytes = "TRAILING_BYTES"
    case bytesBetweenRevisions = "BYTES_BETWEEN_REVISIONS"
    case signatureReused = "SIG_OBJECT_REUSED"
    case fieldNameDuplicate = "FIELD_NAME_DUPLICATE"
    case orphanSignature = "ORPHAN_SIGNATURE"
    case polyglot = "POLYGLOT"
    case hybridDisputed = "PDF_HYBRID_XREF"

    // The certificates, their chain and their revocation.
    case noCertificateChain = "NO_CERTIFICATE_CHAIN_FOUND"
    case certificateSignatureInvalid = "CERTIFICATE_SIGNATURE_INVALID"
    case certificateExpired = "CERTIFICATE_EXPIRED_NO_POE"
    case certificateNotYetValid = "CERTIFICATE_NOT_YET_VALID_NO_POE"
    case signedAfterExpiry = "SIGNED_AFTER_EXPIRY"
    case signedBeforeValidity = "SIGNED_BEFORE_VALIDITY"
    case notACertificationAuthority = "NOT_A_CA"
    case pathLengthExceeded = "PATH_LENGTH"
    case keyUsageWithoutCertSign = "KEY_CERT_SIGN"
    case nameConstraintsViolated = "NAME_CONSTRAINTS"
    case noValidPolicy = "NO_VALID_POLICY"
    case policyMappingUnsupported = "POLICY_MAPPING"
    case unknownCriticalExtension = "UNKNOWN_CRITICAL_EXTENSION"
    case certificateMalformed = "CERTIFICATE_MALFORMED"
    case signerKeyUsage = "SIGNER_KEY_USAGE"
    case signerNotForNonRepudiation = "NO_NON_REPUDIATION"
    case revoked = "REVOKED"
    case revokedNoPOE = "REVOKED_NO_POE"
    case revokedCA = "REVOKED_CA_NO_POE"
    case revocationUnknown = "REVOCATION_MISSING"
    case revocationNotFresh = "REVOCATION_NOT_FRESH"
    case revocationIssuerOutOfBounds = "REVOCATION_ISSUER_OUT_OF_BOUNDS"

    // Timestamps.
    case timestampMalformed = "TIMESTAMP_MALFORMED"
    case timestampImprint = "TIMESTAMP_IMPRINT"
    case timestampSignature = "TIMESTAMP_SIGNATURE"
    case timestampCertificate = "TIMESTAMP_CERTIFICATE"
    case timestampKeyUsage = "TSA_EKU"
    case timestampInFuture = "TIMESTAMP_IN_FUTURE"
    case timestampOrder = "TIMESTAMP_ORDER"
    case timestampUnusable = "TIMESTAMP_NOT_USABLE"
}

extension Check {
    package var code: String { rawValue }

    /// What a failure of this check means for a signature.
    package var conclusion: Conclusion {
        switch self {
        case .valid, .notPAdES, .cmsNotDER, .signerNotForNonRepudiation, .timestampUnusable, .signingTimeAbsent:
            .passed
        case .signatureDictionaryInvalid, .byteRangeMalformed, .byteRangeOutsideFile, .byteRangeGap,
            .contentsNotInGap, .byteRangeEnd, .byteRangeCrossReference, .duplicateKey, .structureBroken,
            .cmsMalformed, .cmsTrailingBytes, .signerInfoCount, .contentPresent, .contentTypeAttribute,
            .messageDigestAttribute, .duplicateAttribute, .signedAttributesRequired, .algorithmConfusion,
            .changedAfterSigning, .permissionsViolated, .permissionsMalformed, .trailingBytes,
            .bytesBetweenRevisions, .signatureReused, .fieldNameDuplicate, .orphanSignature,
            .timestampMalformed:
            .failed(.formatFailure)
        case .unsupportedSubFilter, .signingCertificateAttributeAbsent, .formChangedAfterSigning,
            .fieldAddedAfterSigning, .changesNotJudged, .polyglot, .hybridDisputed, .dataObjectUnsigned:
            .indeterminate(.signatureConstraintsFailure)
        case .dataObjectMissing:
            .indeterminate(.signedDataNotFound)
        case .hashMismatch, .timestampImprint:
            .failed(.hashFailure)
        case .signatureInvalid, .timestampSignature:
            .failed(.signatureCryptoFailure)
        case .algorithmUnsupported, .algorithmWeak:
            .indeterminate(.cryptoConstraintsFailure)
        case .algorithmWeakNoPOE:
            .indeterminate(.cryptoConstraintsFailureNoPOE)
        case .signingCertificateMissing, .signingCertificateMismatch, .timestampCertificate:
            .indeterminate(.noSigningCertificateFound)
        case .noCertificateChain:
            .indeterminate(.noCertificateChainFound)
        case .certificateSignatureInvalid, .certificateMalformed:
            .indeterminate(.certificateChainGeneralFailure)
        case .certificateExpired, .certificateNotYetValid:
            .indeterminate(.outOfBoundsNoPOE)
        case .signedAfterExpiry:
            .failed(.expired)
        case .signedBeforeValidity:
            .failed(.notYetValid)
        case .notACertificationAuthority, .pathLengthExceeded, .keyUsageWithoutCertSign,
            .nameConstraintsViolated, .noValidPolicy, .policyMappingUnsupported, .unknownCriticalExtension,
            .signerKeyUsage, .timestampKeyUsage:
            .indeterminate(.chainConstraintsFailure)
        case .revoked:
            .failed(.revoked)
        case .revokedNoPOE:
            .indeterminate(.revokedNoPOE)
        case .revokedCA:
            .indeterminate(.revokedCANoPOE)
        case .revocationUnknown, .revocationNotFresh:
            .indeterminate(.tryLater)
        case .revocationIssuerOutOfBounds:
            .indeterminate(.revocationOutOfBoundsNoPOE)
        case .timestampInFuture, .timestampOrder:
            .indeterminate(.timestampOrderFailure)
        }
    }

    /// The clause that the check comes from.
    package var clause: String {
        switch self {
        case .valid: "EN 319 102-1 §5.1.3"
        case .signatureDictionaryInvalid, .byteRangeMalformed, .byteRangeOutsideFile, .byteRangeGap,
            .contentsNotInGap, .byteRangeEnd, .byteRangeCrossReference:
            "ISO 32000-2 §12.8.1"
        case .duplicateKey: "ISO 32000-2 §7.3.7"
        case .structureBroken: "ISO 32000-2 §7.5"
        case .hybridDisputed: "ISO 32000-2 §7.5.8.4"
        case .unsupportedSubFilter: "ISO 32000-2 table 260"
        case .notPAdES, .signerInfoCount, .contentPresent, .signedAttributesRequired,
            .signingCertificateAttributeAbsent:
            "EN 319 142-1 §6.3"
        case .cmsMalformed, .cmsTrailingBytes: "RFC 5652 §5.1"
        case .cmsNotDER: "EN 319 122-1 §4.6"
        case .contentTypeAttribute: "RFC 5652 §11.1"
        case .messageDigestAttribute: "RFC 5652 §11.2"
        case .duplicateAttribute: "RFC 5652 §11"
        case .algorithmConfusion: "RFC 6211 §2"
        case .hashMismatch, .signatureInvalid: "RFC 5652 §5.6"
        case .algorithmUnsupported, .algorithmWeak, .algorithmWeakNoPOE:
            "EN 319 102-1 §5.2.8"
        case .signingCertificateMissing: "EN 319 102-1 §5.2.3"
        case .signingCertificateMismatch: "RFC 5035 §3"
        case .changedAfterSigning, .formChangedAfterSigning, .fieldAddedAfterSigning, .changesNotJudged:
            "ISO 32000-2 §12.8.2"
        case .permissionsViolated, .permissionsMalformed: "ISO 32000-2 §12.8.2.2"
        case .trailingBytes: "ISO 32000-2 §7.5.5"
        case .bytesBetweenRevisions: "ISO 32000-2 §7.5.6"
        case .signatureReused, .orphanSignature: "ISO 32000-2 §12.7.5.5"
        case .fieldNameDuplicate: "ISO 32000-2 §12.7.4.2"
        case .polyglot: "ISO 32000-2 §7.5.2"
        case .signingTimeAbsent: "EN 319 122-1 §6.3"
        case .dataObjectMissing, .dataObjectUnsigned: "EN 319 162-1 §4.4.3"
        case .noCertificateChain, .revokedNoPOE, .revokedCA, .revocationUnknown, .revocationIssuerOutOfBounds:
            "EN 319 102-1 §5.2.6"
        case .certificateSignatureInvalid: "RFC 5280 §6.1.3 (a)(1)"
        case .certificateExpired, .certificateNotYetValid: "RFC 5280 §6.1.3 (a)(2)"
        case .signedAfterExpiry, .signedBeforeValidity, .revoked, .timestampOrder, .timestampUnusable:
            "EN 319 102-1 §5.5.4"
        case .notACertificationAuthority: "RFC 5280 §6.1.4 (k)"
        case .pathLengthExceeded: "RFC 5280 §6.1.4 (m)"
        case .keyUsageWithoutCertSign: "RFC 5280 §6.1.4 (n)"
        case .nameConstraintsViolated: "RFC 5280 §6.1.3 (b)(c)"
        case .noValidPolicy: "RFC 5280 §6.1.5 (g)"
        case .policyMappingUnsupported: "RFC 5280 §4.2.1.5"
        case .unknownCriticalExtension: "RFC 5280 §6.1.4 (o)"
        case .certificateMalformed: "RFC 5280 §4.2"
        case .signerKeyUsage, .signerNotForNonRepudiation: "RFC 5280 §4.2.1.3"
        case .revocationNotFresh: "EN 319 102-1 §5.2.5"
        case .timestampMalformed, .timestampImprint, .timestampSignature:
            "RFC 3161 §2.4.2"
        case .timestampCertificate: "RFC 5816 §2"
        case .timestampKeyUsage: "RFC 3161 §2.3"
        case .timestampInFuture: "EN 319 102-1 §5.4"
        }
    }
}
