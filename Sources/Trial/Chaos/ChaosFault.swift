/// Something that goes wrong around the two processes for a while.
enum ChaosFault: Hashable, Sendable {
    /// One service of the trial authority misbehaves.
    case authority(Faults.Service, Faults.Mode)
    /// Neither OCSP nor CRL: nothing is left to fall back on.
    case noRevocation
    /// The authority's process is killed and stays away: CA, TSA, OCSP and CRL at once.
    case absent
    /// Not one byte is left for the database, segments and mails of a process.
    case diskFull(KillStep.Process)
    /// The clock of a process is wrong by so many seconds, and right again afterwards.
    case clock(KillStep.Process, Int)

    /// How it is named in the table.
    var kind: String {
        switch self {
        case .authority(let service, let mode): "\(service.rawValue) \(mode.rawValue)"
        case .noRevocation: "ocsp and crl down"
        case .absent: "authority absent"
        case .diskFull(let process): "disk of the \(process.rawValue) full"
        case .clock(let process, let seconds): "clock of the \(process.rawValue) \(seconds < 0 ? "slow" : "fast")"
        }
    }

    /// Those that need nothing but the authority.
    static let ofTheAuthority: [ChaosFault] = [
        .authority(.tsa, .down), .authority(.tsa, .slow), .authority(.tsa, .wrong), .authority(.tsa, .garbage),
        .authority(.tsa, .cut), .authority(.ocsp, .down), .authority(.ocsp, .slow), .authority(.ocsp, .wrong),
        .authority(.ocsp, .garbage), .authority(.ocsp, .cut), .authority(.crl, .down), .authority(.crl, .wrong),
        .authority(.ca, .down), .authority(.ca, .slow), .authority(.ca, .wrong), .authority(.ca, .garbage),
        .noRevocation, .absent,
    ]

    static let ofDisks: [ChaosFault] = [.diskFull(.service), .diskFull(.signer)]

    /// From less than what the service tolerates to more than a certificate lives in a cache.
    static let ofClocks: [ChaosFault] = [
        .clock(.service, 45), .clock(.service, -45), .clock(.signer, 45), .clock(.signer, -45),
        .clock(.service, 1_200), .clock(.service, -1_200), .clock(.signer, 1_200), .clock(.signer, -1_200),
        .clock(.service, 100_000), .clock(.signer, -100_000),
    ]
}
