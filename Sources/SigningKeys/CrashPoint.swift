import Glibc

/// A step after which a test may kill the process, to see that nothing is lost and nothing done twice.
package enum CrashStep: String, Sendable, CaseIterable {
    case activationStored = "activation-stored"
    case activationRedeemed = "activation-redeemed"
    /// The HSM has signed, nothing is kept yet.
    case signatureMade = "signature-made"
    case signatureRecorded = "signature-recorded"
    case confirmationUsed = "confirmation-used"
    case confirmationSigned = "confirmation-signed"
    case confirmationRecorded = "confirmation-recorded"
    case sealUsed = "seal-used"
    case sealSigned = "seal-signed"
    case credentialGenerated = "credential-generated"
    case certificateInstalled = "certificate-installed"
}

/// Kills the process at one named step, in the test environment only.
package struct CrashPoint: Sendable {
    private let step: CrashStep?

    package static let none = CrashPoint(step: nil)

    private init(step: CrashStep?) {
        self.step = step
    }

    /// Nothing but `TEST` may crash on request.
    package init(_ step: CrashStep, in environment: SignerPolicy.Environment) {
        switch environment {
        case .test: self.init(step: step)
        case .production: self.init(step: nil)
        }
    }

    func reached(_ reached: CrashStep) {
        guard step == reached else { return }
        kill(getpid(), SIGKILL)
        // The signal may be delivered a moment later; nothing else may happen before.
        while true { pause() }
    }
}
