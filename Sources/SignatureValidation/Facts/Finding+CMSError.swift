import CMS

extension Finding {
    /// What an error of the CMS of a signature means for it.
    init(_ error: CMSError) {
        self.init(Check(error), error.isPlain ? nil : error.code)
    }
}

extension CMSError {
    /// True when what cannot be said is only that an algorithm is not supported.
    var isUnsupported: Bool {
        switch self {
        case .algorithmUnsupported, .curveNotNamed: true
        default: false
        }
    }

    /// True when the check's own words say all there is.
    fileprivate var isPlain: Bool {
        Check(self).rawValue == code
    }
}

extension Check {
    fileprivate init(_ error: CMSError) {
        self =
            switch error {
            case .trailingBytes: .cmsTrailingBytes
            case .algorithmUnsupported, .curveNotNamed: .algorithmUnsupported
            case .algorithmParameters, .keyUnsuitable, .signatureInvalid: .signatureInvalid
            case .signerInfoCount: .signerInfoCount
            case .encapsulatedContentPresent: .contentPresent
            case .signedAttributesAbsent: .signedAttributesRequired
            case .contentType, .contentTypeAttribute: .contentTypeAttribute
            case .attributeAbsent(let oid), .attributeRepeated(let oid), .attributeValueCount(let oid, _):
                switch oid {
                case OID.contentTypeAttribute: .contentTypeAttribute
                case OID.messageDigestAttribute: .messageDigestAttribute
                default: .duplicateAttribute
                }
            case .messageDigestMismatch: .hashMismatch
            case .algorithmConfusion: .algorithmConfusion
            case .signerCertificateAbsent: .signingCertificateMissing
            case .signingCertificateMismatch: .signingCertificateMismatch
            case .signingCertificateAttributeAbsent: .signingCertificateAttributeAbsent
            default: .cmsMalformed
            }
    }
}
