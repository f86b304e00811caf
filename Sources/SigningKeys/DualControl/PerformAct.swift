import SignerProtocol

extension SignerReadTransaction {
    /// What the operators are told of a target, and what has to hold still when the act is performed.
    ///
    /// - Throws: `SignerError.unknownCredential`, `.unknownOperator`, `.illegalTransition` when the target is past it.
    func facts(of kind: CriticalAct.Kind, _ target: String) throws -> [String: String] {
        switch kind {
        case .destroyCredential:
            guard let credential = try credential(target) else { throw SignerError.unknownCredential }
            guard let key = credential.key, key.wrapped != nil,
                [.active, .suspended, .expired, .revoked, .retired, .destroyPending].contains(credential.state)
            else { throw SignerError.illegalTransition }
            return [
                "subject": credential.subject, "state": credential.state.rawValue,
                "keyFp": sha256(key.publicKeyInfo).hexadecimal,
            ]
        case .admitOperator, .removeOperator:
            guard let known = try self.operator(target) else { throw SignerError.unknownOperator }
            guard known.state == (kind == .admitOperator ? .enrolled : .active) else {
                throw SignerError.illegalTransition
            }
            return known.facts
        }
    }
}

extension SignerWriteTransaction {
    /// Does what was approved, in the transaction that keeps the second approval.
    func perform(
        _ act: CriticalAct,
        id: String,
        by approvers: Approvers,
        admission: [UInt8]?,
        at time: Timestamp
    ) throws {
        switch act.kind {
        case .destroyCredential:
            guard let credential = try credential(act.target) else { throw SignerError.unknownCredential }
            try destroy(credential, by: "act:\(id)", at: time)
        case .admitOperator, .removeOperator:
            guard var known = try self.operator(act.target) else { throw SignerError.unknownOperator }
            known.state = act.kind == .admitOperator ? .active : .removed
            known.admission = admission
            if act.kind == .removeOperator, try !isStaffed(known.duty, without: known.id) {
                // Nobody could ever be admitted again.
                throw SignerError.dutyMissing
            }
            try save(
                known.changed(
                    act.kind == .admitOperator ? .operatorAdmitted : .operatorRemoved,
                    by: "act:\(id)",
                    at: time,
                    [:]
                )
            )
        }
        let event = AuditEvent(
            .actPerformed,
            chain: signerChain,
            actor: act.client_id,
            at: time,
            ["act": id, "kind": act.kind.rawValue, "target": act.target]
        )
        try notePerformed(act: id, by: approvers, at: time, recording: event)
    }

    private func isStaffed(_ duty: OperatorDuty, without id: String) throws -> Bool {
        try operators().contains { $0.duty == duty && $0.state == .active && $0.id != id }
    }
}
