/// A format that strangers send us, and what is done with it.
///
/// Reading may refuse an input with a typed error. It may not trap, hang, or take memory without bound, and what it
/// accepts has to keep the promises that `Promise` states.
enum FuzzedFormat: String, CaseIterable {
    case asic, certificate, cms, crl, evidence, ocsp, pdf, timestamp

    func read(_ bytes: [UInt8]) {
        switch self {
        case .asic: ContainerFuzzing.read(bytes)
        case .certificate: CertificateFuzzing.read(bytes)
        case .cms: SignedDataFuzzing.read(bytes)
        case .crl: RevocationListFuzzing.read(bytes)
        case .evidence: EvidenceRecordFuzzing.read(bytes)
        case .ocsp: OCSPFuzzing.read(bytes)
        case .pdf: PDFFuzzing.read(bytes)
        case .timestamp: TimestampFuzzing.read(bytes)
        }
    }
}

/// What has to hold of every input that was accepted; a broken one ends the process, so that the fuzzer keeps the input.
enum Promise {
    static func holds(_ condition: Bool, _ promise: StaticString) {
        guard condition else { fatalError("broken promise: \(promise)") }
    }
}
