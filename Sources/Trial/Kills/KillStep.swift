/// A named step at which a process is killed, as `CHIGIRI_CRASH_AT` names it.
struct KillStep: Hashable, Sendable {
    enum Process: String, Sendable {
        case service
        case signer
    }

    let process: Process
    let name: String
    /// How many operations of the HSM have to be done again on a new instruction, because what they gave is lost with
    /// the process: the value of a signature, or the request for a certificate.
    let repeats: Int

    private init(_ process: Process, _ name: String, repeats: Int = 0) {
        self.process = process
        self.name = name
        self.repeats = repeats
    }

    /// Every step of walks (a) and (b), in order. ARCHITECTURE §8
    static let all = [
        KillStep(.service, "upload-segment-stored"),
        KillStep(.service, "envelope-sent"),
        KillStep(.signer, "credential-generated"),
        KillStep(.signer, "certificate-installed"),
        KillStep(.service, "signature-prepared"),
        KillStep(.service, "signature-intended"),
        KillStep(.signer, "activation-stored"),
        KillStep(.service, "permission-sent"),
        KillStep(.signer, "activation-redeemed"),
        KillStep(.signer, "signature-made", repeats: 1),
        KillStep(.signer, "signature-recorded"),
        KillStep(.signer, "confirmation-used"),
        KillStep(.signer, "confirmation-signed", repeats: 1),
        KillStep(.signer, "confirmation-recorded"),
        KillStep(.service, "value-received"),
        KillStep(.service, "timestamp-received"),
        KillStep(.service, "signature-judged"),
        KillStep(.service, "signature-committed"),
        KillStep(.service, "seal-validation-data"),
        KillStep(.service, "seal-timestamped"),
        KillStep(.service, "seal-judged"),
        KillStep(.service, "seal-committed"),
        KillStep(.signer, "seal-used"),
        KillStep(.signer, "seal-signed", repeats: 1),
        KillStep(.service, "certificate-sealed"),
    ]

    /// The steps of a renewal, which comes years after: no contract that is just signed gets there. LTA-1
    static let renewal = [
        KillStep(.service, "renewal-validation-data"),
        KillStep(.service, "renewal-timestamped"),
        KillStep(.service, "renewal-judged"),
        KillStep(.service, "renewal-committed"),
    ]
}
