/// Why a timestamping authority gave no token.
///
/// - SeeAlso: RFC 3161 §2.4.2 (PKIFailureInfo)
package enum TimestampFailure: Int, Hashable, Sendable, CaseIterable {
    case badAlgorithm = 0
    case badRequest = 2
    case badDataFormat = 5
    case timeNotAvailable = 14
    case unacceptedPolicy = 15
    case unacceptedExtension = 16
    case additionalInformationNotAvailable = 17
    case systemFailure = 25
}
