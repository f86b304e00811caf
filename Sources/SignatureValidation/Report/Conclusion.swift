/// The verdict on one signature, timestamp or document.
///
/// - SeeAlso: EN 319 102-1 §5.1.3; VAL-1
package enum Conclusion: Hashable, Sendable {
    case passed
    case indeterminate(SubIndication)
    case failed(SubIndication)
}

/// The main indication, as spelled in reports.
package enum Indication: String, Hashable, Sendable, Comparable, CaseIterable {
    case totalPassed = "TOTAL_PASSED"
    case indeterminate = "INDETERMINATE"
    case totalFailed = "TOTAL_FAILED"

    private var severity: Int {
        switch self {
        case .totalPassed: 0
        case .indeterminate: 1
        case .totalFailed: 2
        }
    }

    package static func < (left: Indication, right: Indication) -> Bool {
        left.severity < right.severity
    }
}

extension Conclusion {
    package var indication: Indication {
        switch self {
        case .passed: .totalPassed
        case .indeterminate: .indeterminate
        case .failed: .totalFailed
        }
    }

    package var subIndication: SubIndication? {
        switch self {
        case .passed: nil
        case .indeterminate(let reason), .failed(let reason): reason
        }
    }

    /// The worse of two; the first of two that are equally bad.
    package func worse(_ other: Conclusion) -> Conclusion {
        other.indication > indication ? other : self
    }
}

/// Why a verdict is not a pass.
///
/// - SeeAlso: EN 319 102-1 §5.1.3 table 6; VAL-1
package enum SubIndication: String, Hashable, Sendable, CaseIterable {
    case formatFailure = "FORMAT_FAILURE"
    case hashFailure = "HASH_FAILURE"
    case signatureCryptoFailure = "SIG_CRYPTO_FAILURE"
    case revoked = "REVOKED"
    case expired = "EXPIRED"
    case notYetValid = "NOT_YET_VALID"
    case signatureConstraintsFailure = "SIG_CONSTRAINTS_FAILURE"
    case chainConstraintsFailure = "CHAIN_CONSTRAINTS_FAILURE"
    case certificateChainGeneralFailure = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
    case cryptoConstraintsFailure = "CRYPTO_CONSTRAINTS_FAILURE"
    case cryptoConstraintsFailureNoPOE = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
    case policyProcessingError = "POLICY_PROCESSING_ERROR"
    case signaturePolicyNotAvailable = "SIGNATURE_POLICY_NOT_AVAILABLE"
    case timestampOrderFailure = "TIMESTAMP_ORDER_FAILURE"
    case noSigningCertificateFound = "NO_SIGNING_CERTIFICATE_FOUND"
    case noCertificateChainFound = "NO_CERTIFICATE_CHAIN_FOUND"
    case noCertificateChainFoundNoPOE = "NO_CERTIFICATE_CHAIN_FOUND_NO_POE"
    case revokedNoPOE = "REVOKED_NO_POE"
    case revokedCANoPOE = "REVOKED_CA_NO_POE"
    case outOfBoundsNotRevoked = "OUT_OF_BOUNDS_NOT_REVOKED"
    case outOfBoundsNoPOE = "OUT_OF_BOUNDS_NO_POE"
    case revocationOutOfBoundsNoPOE = "REVOCATION_OUT_OF_BOUNDS_NO_POE"
    case noPOE = "NO_POE"
    case tryLater = "TRY_LATER"
    case signedDataNotFound = "SIGNED_DATA_NOT_FOUND"
}
