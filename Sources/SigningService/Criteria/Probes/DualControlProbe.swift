import SignerProtocol

extension Probe {
    /// Both duties are held, by different people, and every act that was performed bears their two approvals.
    ///
    /// The approvals are verified here once more, with the passkeys that the signer names.
    static let dualControl = Probe(
        id: "dual-control",
        title: BilingualText(
            ja: "鍵の操作は、二つの職務の 2 名が承認したものだけ",
            en: "Acts on keys are approved by two people of two duties"
        ),
        clauses: ["2.1.2-2", "2.1.3-13", "2.2.2-3-エ"],
        interval: .seconds(3_600)
    ) { needs in
        let operators = try await calling(.signer) { try await needs.signer.operators() }
        let acts = try await calling(.signer) { try await needs.signer.acts() }
        let noted = try await calling(.signer) { try await needs.signer.audit(chain: "signer") }
            .count { $0.entry.action == "act-performed" }
        let performed = acts.filter { $0.performedAt != nil }
        var facts = ["operators": "\(operators.count { $0.state == .active })", "performed": "\(performed.count)"]
        guard noted == performed.count else {
            facts["noted"] = "\(noted)"
            return .failed(facts)
        }
        for act in performed {
            let duties = act.approvals.filter { isTrue($0, of: act, among: operators, needs) }.map(\.duty)
            guard Set(duties) == Set(OperatorDuty.allCases) else {
                facts["unapproved"] = act.id
                return .failed(facts)
            }
        }
        let held = Set(operators.filter { $0.state == .active }.map(\.duty))
        guard held == Set(OperatorDuty.allCases) else {
            facts["missing"] = OperatorDuty.allCases.filter { !held.contains($0) }.map(\.rawValue).joined(
                separator: " "
            )
            return operators.isEmpty ? .notChecked(facts) : .failed(facts)
        }
        return .passed(facts)
    }

    private static func isTrue(
        _ approval: CriticalActRecord.Approval,
        of act: CriticalActRecord,
        among operators: [OperatorRecord],
        _ needs: ServiceNeeds
    ) -> Bool {
        guard let person = operators.first(where: { $0.id == approval.operator }), person.duty == approval.duty,
            let passkey = person.passkey, passkey.id == approval.assertion.credentialID
        else { return false }
        return approval.assertion.answers(
            CriticalAct.challenge(of: act.act.bytes),
            withPublicKey: passkey.publicKey,
            passkey.algorithm,
            needs.settings
        )
    }
}
