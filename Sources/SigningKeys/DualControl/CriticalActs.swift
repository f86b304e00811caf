import Foundation
import Logging
import Passkeys
package import SignerProtocol

/// Acts that no one person can do: the same bytes approved by a key custodian and by a security officer.
///
/// - SeeAlso: SIGNING 0a, 10; decision 0031
package struct CriticalActs: Sendable {
    let room: SigningRoom

    package init(room: SigningRoom) {
        self.room = room
    }

    /// How long an act waits for its approvals.
    static let lifetime = Duration.seconds(3 * 86_400)

    package func all() async throws(SignerError) -> [CriticalActRecord] {
        try await room.store.reading { transaction in
            let duties = try transaction.duties()
            return try transaction.acts().map { $0.record(duties) }
        }
    }

    /// Puts an act before the operators; nothing is done yet.
    ///
    /// - Throws: `SignerError.unknownCredential`, `.unknownOperator`, `.illegalTransition` when the target is past it,
    ///   `.malformed` without a reason, `.tooManyActs`.
    package func request(
        _ request: CriticalActRequest,
        client: String
    ) async throws(SignerError) -> CriticalActRecord {
        let proposer = request.proposer ?? client
        guard isName(request.reason), isName(proposer) else { throw .malformed }
        let time = room.now()
        let (facts, acts) = try await room.store.reading {
            (try $0.facts(of: request.kind, request.target), try $0.acts())
        }
        // Asked for twice, it waits once.
        for known in acts where known.performed == nil {
            let act = try StrictJSON.decode(CriticalAct.self, from: known.bytes)
            if act.kind == request.kind, act.target == request.target, act.facts == facts, time < act.exp {
                return known.record(try await room.store.reading { try $0.duties() })
            }
        }
        let act = CriticalAct(
            aud: room.policy.audience,
            client_id: client,
            kind: request.kind,
            target: request.target,
            facts: facts,
            reason: request.reason,
            nonce: Blob(randomBytes(32)),
            iat: time,
            exp: time.advanced(by: Self.lifetime)
        )
        let bytes: [UInt8]
        do {
            bytes = try StrictJSON.encode(act)
        } catch {
            throw .malformed
        }
        let stored = StoredAct(
            id: randomBytes(16).hexadecimal,
            bytes: bytes,
            proposer: proposer,
            created: time,
            approvals: [],
            performed: nil
        )
        let event = AuditEvent(
            .actRequested,
            chain: signerChain,
            actor: client,
            at: time,
            [
                "act": stored.id, "kind": act.kind.rawValue, "target": act.target, "proposer": proposer,
                "digest": sha256(bytes).hexadecimal,
            ]
        )
        try await room.store.writing { transaction in
            try transaction.requireRoom(for: stored)
            try transaction.keep(stored, recording: event)
        }
        return stored.record([:])
    }

    /// Takes one operator's approval, and performs the act when it is the second.
    ///
    /// - Throws: `SignerError.unknownAct`, `.actOver`, `.actOutdated` when the target has changed, `.unknownOperator`,
    ///   `.dutyMissing` when her duty has approved already or she is the target, or what is wrong with the assertion.
    package func approve(
        _ id: String,
        _ assertion: PasskeyAssertionBytes,
        client: String
    ) async throws(SignerError) -> CriticalActRecord {
        let time = room.now()
        let (stored, operators) = try await room.store.reading { try ($0.act(id), $0.operators()) }
        guard let stored else { throw .unknownAct }
        let act = try StrictJSON.decode(CriticalAct.self, from: stored.bytes)
        guard act.ver == 1, act.aud == room.policy.audience else { throw .otherAudience }
        guard stored.performed == nil, time < act.exp else { throw .actOver }

        let approver = try Self.approver(with: assertion.credentialID.bytes, operators)
        let counts = try await verified(assertion, of: approver, over: stored.bytes, counting: true)
        guard act.target != approver.id else { throw .dutyMissing }
        for earlier in stored.approvals {
            guard let first = operators.first(where: { $0.id == earlier.operatorID }), first.state == .active,
                first.duty != approver.duty
            else { throw .dutyMissing }
            // A row says nothing by itself: what it holds is verified again before anything is done.
            _ = try await verified(earlier.assertion, of: first, over: stored.bytes, counting: false)
        }

        var used = approver
        used.passkey = approver.passkey?.counting(counts)
        let approval = ActApproval(act: id, operatorID: approver.id, assertion: assertion, time: time)
        let change = used.changed(
            .actApproved,
            by: "operator:\(approver.id)",
            at: time,
            ["act": id, "digest": sha256(stored.bytes).hexadecimal]
        )
        let approvers = Approvers(([approver.id] + stored.approvals.map(\.operatorID)), among: operators)
        let admission = try await admission(for: act, operators)
        try await room.store.writing { transaction in
            let now = try transaction.operators()
            guard
                stored.approvals.allSatisfy({ approval in
                    now.contains { $0.id == approval.operatorID && $0.state == .active }
                })
            else { throw SignerError.dutyMissing }
            guard try transaction.facts(of: act.kind, act.target) == act.facts else { throw SignerError.actOutdated }
            guard try transaction.act(id)?.approvals == stored.approvals else { throw SignerError.dutyMissing }
            try transaction.save(change)
            try transaction.keep(approval)
            if let approvers { try transaction.perform(act, id: id, by: approvers, admission: admission, at: time) }
        }
        if approvers != nil, act.kind == .destroyCredential {
            do throws(SignerError) {
                try await room.removeRemains()
            } catch {
                // The key is gone all the same; the next destruction overwrites what is left of it.
                room.logger.error("what a destroyed key left in the files is not overwritten yet")
            }
        }
        return try await room.store.reading { transaction in
            guard let record = try transaction.act(id)?.record(transaction.duties()) else {
                throw SignerError.unknownAct
            }
            return record
        }
    }

    /// What makes the target of an admission an operator; nil for other acts.
    private func admission(for act: CriticalAct, _ operators: [Operator]) async throws(SignerError) -> [UInt8]? {
        guard act.kind == .admitOperator, let person = operators.first(where: { $0.id == act.target }),
            let passkey = person.passkey
        else { return nil }
        let registered = try passkey.registered(signCount: 0)
        try await room.keys.verify(.passkey(of: person, registered), passkey.binding)
        return try await room.keys.code(.admission(of: person, registered))
    }

    private static func approver(
        with passkey: [UInt8],
        _ operators: [Operator]
    ) throws(SignerError) -> Operator {
        guard let approver = operators.first(where: { $0.passkey?.id == passkey }), approver.state == .active else {
            throw .unknownOperator
        }
        return approver
    }

    /// The assertion's count and flags, once everything about it is right.
    private func verified(
        _ assertion: PasskeyAssertionBytes,
        of approver: Operator,
        over bytes: [UInt8],
        counting: Bool
    ) async throws(SignerError) -> VerifiedAssertion {
        guard let passkey = approver.passkey else { throw .passkeyMissing }
        let registered = try passkey.registered(signCount: counting ? passkey.signCount : 0)
        try await room.keys.verify(.passkey(of: approver, registered), passkey.binding)
        guard let admission = approver.admission else { throw .unknownOperator }
        try await room.keys.verify(.admission(of: approver, registered), admission)
        do throws(PasskeyRefusal) {
            return try PasskeyAssertion.verify(
                credentialID: assertion.credentialID.bytes,
                authenticatorData: assertion.authenticatorData.bytes,
                clientDataJSON: assertion.clientDataJSON.bytes,
                signature: assertion.signature.bytes,
                challenge: CriticalAct.challenge(of: bytes),
                relyingParty: room.policy.relyingParty,
                origins: room.policy.origins.sorted(),
                passkey: registered
            )
        } catch {
            throw SignerError(error)
        }
    }
}

extension EnrolledPasskey {
    fileprivate func counting(_ assertion: VerifiedAssertion) -> EnrolledPasskey {
        EnrolledPasskey(
            id: id,
            publicKey: publicKey,
            algorithm: algorithm,
            signCount: assertion.signCount,
            backupEligible: backupEligible,
            backupState: assertion.flags.contains(.backedUp),
            attestationFormat: attestationFormat,
            binding: binding
        )
    }
}

extension SignerReadTransaction {
    fileprivate func duties() throws -> [String: OperatorDuty] {
        Dictionary(uniqueKeysWithValues: try operators().map { ($0.id, $0.duty) })
    }
}

extension StoredAct {
    fileprivate func record(_ duties: [String: OperatorDuty]) -> CriticalActRecord {
        CriticalActRecord(
            id: id,
            act: Blob(bytes),
            approvals: approvals.compactMap { approval in
                duties[approval.operatorID].map { duty in
                    CriticalActRecord.Approval(
                        operator: approval.operatorID,
                        duty: duty,
                        time: approval.time,
                        assertion: approval.assertion
                    )
                }
            },
            performedAt: performed
        )
    }
}
