import Foundation

/// The named steps at which a test may kill the process, by `CHIGIRI_CRASH_AT`.
package enum CrashPoint: String, Hashable, Sendable, CaseIterable {
    case uploadSegmentStored = "upload-segment-stored"
    case envelopeSent = "envelope-sent"
    case signaturePrepared = "signature-prepared"
    case signatureIntended = "signature-intended"
    case permissionSent = "permission-sent"
    case valueReceived = "value-received"
    case timestampReceived = "timestamp-received"
    case signatureJudged = "signature-judged"
    case signatureCommitted = "signature-committed"
    case sealValidationData = "seal-validation-data"
    case sealTimestamped = "seal-timestamped"
    case sealJudged = "seal-judged"
    case sealCommitted = "seal-committed"
    case certificateSealed = "certificate-sealed"
    case renewalValidationData = "renewal-validation-data"
    case renewalTimestamped = "renewal-timestamped"
    case renewalJudged = "renewal-judged"
    case renewalCommitted = "renewal-committed"
}

extension ServiceNeeds {
    /// Ends the process like `kill -9` when this step is the one named in the settings.
    func pass(_ point: CrashPoint) {
        guard settings.crashPoint == point else { return }
        kill(getpid(), SIGKILL)
    }
}
