/// Which of the authority's services misbehaves, and how: for tests of what the service does then.
actor Faults {
    enum Service: String, Codable, Sendable, CaseIterable {
        case tsa, ocsp, crl, ca
    }

    enum Mode: String, Codable, Sendable {
        case ok
        /// 503 at once.
        case down
        /// A right answer after half a minute.
        case slow
        /// A token over other bytes; the other services answer as if ok.
        case wrongImprint = "wrong-imprint"
        /// 200 with bytes that are nothing.
        case garbage
    }

    struct Order: Codable, Sendable {
        let service: Service
        let mode: Mode
    }

    private var modes: [Service: Mode] = [:]

    func set(_ order: Order) {
        modes[order.service] = order.mode
    }

    func mode(_ service: Service) -> Mode {
        modes[service] ?? .ok
    }

    func all() -> [String: Mode] {
        Dictionary(uniqueKeysWithValues: Service.allCases.map { ($0.rawValue, mode($0)) })
    }
}
