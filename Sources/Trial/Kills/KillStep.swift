/// A named step at which a process is killed, as `CHIGIRI_CRASH_AT` names it.
struct KillStep: Hashable, Sendable {
    enum Process: String, Sendable {
        case service
        case signer
    }

    let process: Process
    let name: String
    /// The HSM has signed here, but the value is lost with the process: a second instruction has to follow.
    let losesValue: Bool

    private init(_ process: Process, _ name: String, losesValue: Bool = false) {
        self.process = process
        self.name = name
        self.losesValue = losesValue
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
        KillStep(.signer, "signature-made", losesValue: true),
        KillStep(.signer, "signature-recorded"),
        KillStep(.signer, "confirmation-used"),
        KillStep(.signer, "confirmation-signed", losesValue: true),
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
        KillStep(.signer, "seal-signed", losesValue: true),
        KillStep(.service, "certificate-sealed"),
    ]
}
