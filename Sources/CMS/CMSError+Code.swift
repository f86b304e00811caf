extension CMSError {
    /// The stable reason code of a report.
    package var code: String {
        switch self {
        case .malformed: "CMS_MALFORMED"
        case .trailingBytes: "CMS_TRAILING_BYTES"
        case .algorithmUnsupported: "ALG_UNSUPPORTED"
        case .algorithmParameters: "ALG_PARAMETERS"
        case .keyUnsuitable: "ALG_KEY_MISMATCH"
        case .curveNotNamed: "EC_PARAMS"
        case .signatureInvalid: "SIGNATURE_INVALID"
        case .contentTypeNotSignedData: "CMS_NOT_SIGNED_DATA"
        case .signerInfoCount: "SIGNERINFO_COUNT"
        case .encapsulatedContentPresent: "ECONTENT_PRESENT"
        case .encapsulatedContentAbsent: "ECONTENT_ABSENT"
        case .contentType: "ECONTENT_TYPE"
        case .signedAttributesAbsent: "SIGNED_ATTRS_REQUIRED"
        case .attributeAbsent(OID.contentTypeAttribute), .attributeRepeated(OID.contentTypeAttribute),
            .attributeValueCount(OID.contentTypeAttribute, _), .contentTypeAttribute:
            "CONTENT_TYPE_ATTR"
        case .attributeAbsent(OID.messageDigestAttribute), .attributeRepeated(OID.messageDigestAttribute),
            .attributeValueCount(OID.messageDigestAttribute, _):
            "MESSAGE_DIGEST_ATTR"
        case .attributeAbsent: "ATTR_ABSENT"
        case .attributeRepeated: "ATTR_REPEATED"
        case .attributeValueCount: "ATTR_VALUE_COUNT"
        case .messageDigestMismatch: "MESSAGE_DIGEST_MISMATCH"
        case .algorithmConfusion: "ALG_CONFUSION"
        case .signerCertificateAbsent: "SIGNER_CERT_ABSENT"
        case .signingCertificateAttributeAbsent: "ESS_ABSENT"
        case .signingCertificateMismatch: "ESS_MISMATCH"
        case .timestampRefused: "TSA_REFUSED"
        case .timestampTokenAbsent: "TST_ABSENT"
        case .timestampImprintMismatch: "TST_IMPRINT"
        case .timestampNonceMismatch: "TST_NONCE"
        case .timestampPolicyMismatch: "TST_POLICY"
        case .timestampTimeOff: "TST_TIME"
        case .timestampCertificateAbsent: "TSA_CERT_ABSENT"
        case .timestampAuthorityUsage: "TSA_EKU"
        case .certificateIssuerMismatch: "CERT_ISSUER"
        case .certificateNotValid: "CERT_NOT_VALID"
        case .responseNotSuccessful: "OCSP_NOT_SUCCESSFUL"
        case .responseNotBasic: "OCSP_NOT_BASIC"
        case .responseCoversOthers: "OCSP_CERTID"
        case .responseNonceMismatch: "OCSP_NONCE"
        case .responderUnknown: "OCSP_RESPONDER_UNKNOWN"
        case .responderUnauthorised: "OCSP_RESPONDER"
        case .responderIsSubject: "OCSP_SELF"
        case .criticalExtensionUnknown: "EXT_CRITICAL_UNKNOWN"
        case .timesInconsistent: "REV_TIMES"
        case .notYetValid: "REV_NOT_YET_VALID"
        case .stale: "REV_STALE"
        case .revocationListIssuerMismatch: "CRL_ISSUER"
        case .revocationListUsage: "CRL_USAGE"
        case .revocationListScope: "CRL_SCOPE"
        }
    }
}
