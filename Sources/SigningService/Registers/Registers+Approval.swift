import Passkeys
package import SignerProtocol

extension Registers {
    /// What a browser needs to have an approval given with a passkey.
    package struct ApprovalOptions: Sendable {
        /// The exact bytes of the `RegisterStatement`.
        package let statement: [UInt8]
        /// Ids of the approver's passkeys.
        package let passkeys: [[UInt8]]
    }

    /// Throws `ServiceError.passkeyNeeded` when the approver has none, and what `approve` throws.
    package func approvalOptions(
        _ number: Int,
        in register: RegisterID,
        seen version: Int,
        for sender: SenderActor
    ) async throws -> ApprovalOptions {
        try sender.account.require(.keepRegisters)
        let instance = needs.settings.instance
        return try await needs.store.read { transaction in
            let entry = try transaction.entry(number, in: register, seen: version, of: sender)
            let passkeys = try transaction.signInPasskeys(of: sender.account.id)
            guard !passkeys.isEmpty else { throw ServiceError.passkeyNeeded }
            return ApprovalOptions(
                statement: try RegisterStatement.bytes(of: entry, in: instance),
                passkeys: passkeys.map(\.credentialID)
            )
        }
    }

    /// Lets stand what waits.
    ///
    /// As soon as anybody of the organisation has a passkey, it takes one of the approver's, over the statement of this
    /// version; its assertion is kept with the approval.
    ///
    /// - Throws: `ServiceError.approvedByMaker`, `.passkeyNeeded`, `.passkeyRefused`, and what `write` throws: others may have
    ///   changed what it depends on.
    @discardableResult
    package func approve(
        _ number: Int,
        in register: RegisterID,
        seen version: Int,
        with assertion: PasskeyAssertionBytes? = nil,
        by sender: SenderActor
    ) async throws -> RegisterEntry {
        try sender.account.require(.keepRegisters)
        let time = needs.now()
        let verified: Verified?
        if let assertion {
            verified = try await verify(assertion, number, in: register, seen: version, by: sender)
        } else {
            verified = nil
        }
        return try await change(number, in: register, seen: version, by: sender) { transaction in
            try transaction.account(sender.account.id)?.require(.keepRegisters)
            if let verified {
                try transaction.save(verified.used, expectingCount: verified.countBefore)
            } else if try transaction.hasPasskeys(sender.organisation) {
                throw ServiceError.passkeyNeeded
            }
        } _: { entry, declaration, context in
            let change = try entry.approved(by: sender, with: verified?.proof, at: time)
            if let proposal = entry.proposal, proposal.kind == .values {
                let day = CalendarDay(at: time)
                try declaration.requireComplete(proposal.content, of: entry.id, on: day, in: context)
            }
            return change
        }
    }

    private struct Verified: Sendable {
        let proof: RegisterApprovalProof
        let used: SignInPasskey
        let countBefore: Int
    }

    /// An assertion that is right in every respect.
    private func verify(
        _ assertion: PasskeyAssertionBytes,
        _ number: Int,
        in register: RegisterID,
        seen version: Int,
        by sender: SenderActor
    ) async throws -> Verified {
        let (entry, stored) = try await needs.store.read { transaction in
            (
                try transaction.entry(number, in: register, seen: version, of: sender),
                try transaction.signInPasskey(assertion.credentialID.bytes)
            )
        }
        guard let stored, stored.account == sender.account.id else { throw ServiceError.passkeyRefused }
        let statement = try RegisterStatement.bytes(of: entry, in: needs.settings.instance)
        let passkey = try stored.passkey()
        let verified: VerifiedAssertion
        do throws(PasskeyRefusal) {
            verified = try PasskeyAssertion.verify(
                credentialID: assertion.credentialID.bytes,
                authenticatorData: assertion.authenticatorData.bytes,
                clientDataJSON: assertion.clientDataJSON.bytes,
                signature: assertion.signature.bytes,
                challenge: RegisterStatement.challenge(of: statement),
                relyingParty: needs.settings.relyingParty.id,
                origins: needs.settings.relyingParty.origins,
                passkey: passkey
            )
        } catch {
            throw ServiceError.passkeyRefused
        }
        return Verified(
            proof: RegisterApprovalProof(
                statement: Blob(statement),
                assertion: assertion,
                publicKey: Blob(Array(passkey.publicKey)),
                algorithm: passkey.algorithm.rawValue
            ),
            used: try SignInPasskey(passkey.used(verified), of: stored.account, since: stored.createdAt),
            countBefore: stored.signCount
        )
    }
}

extension ReadTransaction {
    fileprivate func entry(
        _ number: Int,
        in register: RegisterID,
        seen version: Int,
        of sender: SenderActor
    ) throws -> RegisterEntry {
        guard let entry = try registerEntry(number, in: register, of: sender.organisation) else {
            throw ServiceError.entryUnknown
        }
        guard entry.version == version else { throw ServiceError.conflict }
        return entry
    }

    /// Whether anybody of the organisation can show a passkey.
    func hasPasskeys(_ organisation: OrganisationID) throws -> Bool {
        try accounts(of: organisation).contains { try !signInPasskeys(of: $0.id).isEmpty }
    }
}
