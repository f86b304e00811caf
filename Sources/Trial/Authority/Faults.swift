/// Which of the authority's services misbehaves, and how: for tests of what the service does then.
actor Faults {
    enum Service: String, Codable, Sendable, CaseIterable {
        case tsa, ocsp, crl, ca
    }

    enum Mode: String, Codable, Sendable {
        case ok
        /// 503 at once.
        case down
        /// A right answer after a while.
        case slow
        /// A token over other bytes; the other services answer as if ok.
        case wrongImprint = "wrong-imprint"
        /// Well formed and signed, but about something else: a token over other bytes, the status of another
        /// certificate, the list of another authority, a certificate for another key.
        case wrong
        /// The beginning of a right answer, then nothing.
        case cut
        /// 200 with bytes that are nothing.
        case garbage
    }

    struct Order: Codable, Sendable {
        let service: Service
        let mode: Mode
        /// How long a slow answer takes; half a minute otherwise.
        var seconds: Int?
    }

    private var orders: [Service: Order] = [:]

    func set(_ order: Order) {
        orders[order.service] = order
    }

    func mode(_ service: Service) -> Mode {
        orders[service]?.mode ?? .ok
    }

    func delay(_ service: Service) -> Duration {
        .seconds(min(max(orders[service]?.seconds ?? 30, 0), 300))
    }

    func all() -> [String: Mode] {
        Dictionary(uniqueKeysWithValues: Service.allCases.map { ($0.rawValue, mode($0)) })
    }
}
