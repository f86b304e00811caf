import Passkeys
import SignerProtocol

extension Probe {
    /// Every approval in a register is by somebody who had no hand in it, and those with a passkey verify once more.
    ///
    /// Of an organisation whose people have begun to approve with passkeys, no later approval is without.
    static let registerApprovals = Probe(
        id: "register-approvals",
        title: BilingualText(
            ja: "台帳の承認は、作った人とは別の人がパスキーで行ったもの",
            en: "Approvals in registers are a second person's, by passkey"
        ),
        clauses: ["2.1.2-2"],
        interval: .seconds(86_400)
    ) { needs in
        let declarations = needs.registers.filter { $0.changes == .needSecondPerson }
        let approvals = try await needs.store.read { transaction in
            try declarations.flatMap { declaration in
                try transaction.registerEntries(in: declaration.id).flatMap { entry in
                    try ApprovedVersion.all(in: transaction.registerVersions(of: entry.id), transaction)
                }
            }
        }
        guard !approvals.isEmpty else { return .notChecked(["approvals": "0"]) }
        let began = Dictionary(
            approvals.filter { $0.proof != nil }.map { ($0.shown.organisation, $0.at) },
            uniquingKeysWith: min
        )
        let wrong = approvals.filter { approval in
            guard let proof = approval.proof else {
                return began[approval.shown.organisation].map { $0 < approval.at } ?? false
            }
            return !approval.isOfItsApprover || !proof.approves(approval.shown, needs.settings)
        }
        var facts = [
            "approvals": "\(approvals.count)", "by-passkey": "\(approvals.count { $0.proof != nil })",
            "wrong": "\(wrong.count)",
        ]
        guard let first = wrong.first else { return .passed(facts) }
        facts["first"] = "\(first.shown.register) \(first.shown.number) version \(first.shown.version)"
        return .failed(facts)
    }
}

/// A version that a second person let stand, or end, with the one that she was shown.
private struct ApprovedVersion: Sendable {
    let shown: RegisterEntry
    let at: Timestamp
    let proof: RegisterApprovalProof?
    /// The passkey is hers, with this key, and she is none of the makers.
    let isOfItsApprover: Bool

    /// `history` is that of one entry, oldest first.
    static func all(in history: [RegisterVersion], _ transaction: any ReadTransaction) throws -> [ApprovedVersion] {
        try zip(history, history.dropFirst()).compactMap { shown, approved in
            guard let (approver, proof) = approval(in: approved) else { return nil }
            let makers = shown.entry.proposal?.makers ?? []
            let passkey = try proof.flatMap { try transaction.signInPasskey($0.assertion.credentialID.bytes) }
            let key = try passkey?.passkey()
            return ApprovedVersion(
                shown: shown.entry,
                at: approved.at,
                proof: proof,
                isOfItsApprover: passkey?.account == approver && !makers.contains(approver)
                    && key.map { Array($0.publicKey) } == proof?.publicKey.bytes
                    && key?.algorithm.rawValue == proof?.algorithm
            )
        }
    }

    private static func approval(in version: RegisterVersion) -> (AccountID, RegisterApprovalProof?)? {
        switch (AuditAction(rawValue: version.action), version.entry.state) {
        case (.registerEntryApproved, .approved(let approval, nil)):
            approval.approver.map { ($0, approval.proof) }
        case (.registerEntryRetired, .retired(_, let approver, _, let proof)):
            (approver, proof)
        default:
            nil
        }
    }
}
