extension Probe {
    /// Every audit chain of the service derives again.
    static let auditChains = Probe(
        id: "audit-chains",
        title: BilingualText(ja: "監査記録の鎖が切れていない", en: "Audit chains are unbroken"),
        clauses: ["2.1.3-13", "2.1.4-4", "2.1.4-5"],
        interval: .seconds(3_600)
    ) { needs in
        finding(try await CheckAuditLog(store: needs.store).run())
    }

    /// Every audit chain that the signer keeps derives again, and none that we know of is missing.
    static let signerAuditChains = Probe(
        id: "signer-audit-chains",
        title: BilingualText(ja: "署名プロセスの監査記録の鎖が切れていない", en: "The signer's audit chains are unbroken"),
        clauses: ["2.1.3-13", "2.2.3-2-ア-3", "2.2.3-2-イ-2"],
        interval: .seconds(3_600)
    ) { needs in
        finding(
            try await calling(.signer) { try await CheckSignerAuditLog(store: needs.store, signer: needs.signer).run() }
        )
    }

    private static func finding(_ result: CheckAuditLog.Result) -> ProbeFinding {
        var facts = ["chains": "\(result.chains)", "entries": "\(result.entries)"]
        guard let fault = result.faults.first else { return .passed(facts) }
        facts["faults"] = "\(result.faults.count)"
        facts["first"] = "\(fault)"
        return .failed(facts)
    }
}
