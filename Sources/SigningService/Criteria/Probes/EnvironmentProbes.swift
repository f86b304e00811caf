import SignerProtocol

extension Probe {
    /// Service, database and signer are of one environment.
    static let environments = Probe(
        id: "environments",
        title: BilingualText(ja: "本番と試験が混ざっていない", en: "Production and test are not mixed"),
        clauses: ["2.1.3-16", "2.2.5-4"],
        interval: .seconds(3_600)
    ) { needs in
        let signer = try await calling(.signer) { try await needs.signer.status() }
        let stamp = try await needs.store.read { try $0.environmentStamp() }
        let facts = [
            "service": needs.settings.environment.rawValue, "signer": signer.environment,
            "database": stamp ?? "unstamped",
        ]
        return Set(facts.values) == [needs.settings.environment.rawValue] ? .passed(facts) : .failed(facts)
    }

    /// The signer talks to nobody who shows no certificate of the internal authority.
    static let signerMutualTLS = Probe(
        id: "signer-mutual-tls",
        title: BilingualText(ja: "署名プロセスは証明書のない相手を断る", en: "The signer refuses callers without a certificate"),
        clauses: ["2.2.5-2", "2.2.2-2-イ-1", "2.2.3-2-ア-2"],
        interval: .seconds(3_600)
    ) { needs in
        guard let view = needs.view else { return .notChecked(["view": "none"]) }
        // That it answers us is part of it: a signer that nobody reaches refuses strangers, too.
        _ = try await calling(.signer) { try await needs.signer.status() }
        let refuses = try await calling(.signer) { try await view.signerRefusesStrangers() }
        return refuses ? .passed(["stranger": "refused"]) : .failed(["stranger": "answered"])
    }

    /// What people send us travels by TLS 1.2 or newer.
    static let transport = Probe(
        id: "transport",
        title: BilingualText(ja: "通信は TLS 1.2 以上だけ", en: "TLS 1.2 or newer, nothing else"),
        clauses: ["2.2.5-1", "2.2.5-3", "2.1.3-7"],
        interval: .seconds(3_600)
    ) { needs in
        guard let view = needs.view else { return .notChecked(["view": "none"]) }
        guard try await view.refusesOldTLS() else { return .failed(["old-tls": "accepted"]) }
        let page = try await view.page("/signin")
        // Strict transport is not said in a trial: it would hold for every port of localhost.
        let wanted =
            (needs.settings.environment == .production ? ["strict-transport-security"] : [])
            + ["content-security-policy", "x-content-type-options"]
        let missing = wanted.filter { page.headers[$0] == nil }
        return missing.isEmpty
            ? .passed(["old-tls": "refused"]) : .failed(["headers-missing": missing.joined(separator: " ")])
    }
}
