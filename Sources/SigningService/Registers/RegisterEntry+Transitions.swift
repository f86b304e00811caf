import Foundation
package import SignerProtocol

/// How far whoever writes means to go.
package enum RegisterIntent: Hashable, Sendable {
    case draft
    case proposal
}

extension RegisterEntry {
    /// Decides that an entry begins.
    package static func made(
        _ id: RegisterEntryID,
        number: Int,
        in declaration: RegisterDeclaration,
        content: RegisterContent,
        as intent: RegisterIntent,
        by sender: SenderActor,
        at time: Timestamp
    ) throws(ServiceError) -> Change<RegisterEntry> {
        let begun = RegisterEntry(
            id: id,
            register: declaration.id,
            organisation: sender.organisation,
            number: number,
            createdAt: time,
            state: .new(RegisterProposal(content: content, kind: .values, makers: [], at: time, stage: .draft)),
            version: 0
        )
        return try begun.written(content, as: intent, in: declaration, by: sender, at: time)
    }

    /// Decides what the entry is meant to say from now on; what stands goes on standing beside it.
    package func written(
        _ content: RegisterContent,
        as intent: RegisterIntent,
        in declaration: RegisterDeclaration,
        by sender: SenderActor,
        at time: Timestamp
    ) throws(ServiceError) -> Change<RegisterEntry> {
        let proposal = RegisterProposal(
            content: content,
            kind: .values,
            makers: makers(and: sender),
            at: time,
            stage: intent == .draft ? .draft : .waiting
        )
        let written = try replacing(proposal)
        switch intent {
        case .draft:
            return try written.change(.registerEntryDrafted, by: sender, at: time)
        case .proposal:
            return try written.proposedOrStanding(proposal, in: declaration, by: sender, at: time)
        }
    }

    /// Decides that what was drafted goes to a second person.
    package func proposed(
        in declaration: RegisterDeclaration,
        by sender: SenderActor,
        at time: Timestamp
    ) throws(ServiceError) -> Change<RegisterEntry> {
        guard let draft = proposal, !draft.isWaiting else { throw .entryNotPossible(state: state.name.rawValue) }
        let proposal = RegisterProposal(
            content: draft.content,
            kind: draft.kind,
            makers: makers(and: sender),
            at: time,
            stage: .waiting
        )
        return try replacing(proposal).proposedOrStanding(proposal, in: declaration, by: sender, at: time)
    }

    /// Decides that an entry which stands is to stand no longer.
    package func retirementProposed(
        in declaration: RegisterDeclaration,
        by sender: SenderActor,
        at time: Timestamp
    ) throws(ServiceError) -> Change<RegisterEntry> {
        guard case .approved(let approval, nil) = state else { throw .entryNotPossible(state: state.name.rawValue) }
        let proposal = RegisterProposal(
            content: approval.content,
            kind: .retirement,
            makers: [sender.account.id],
            at: time,
            stage: .waiting
        )
        return try replacing(proposal).proposedOrStanding(proposal, in: declaration, by: sender, at: time)
    }

    /// Decides that what waits stands from now on.
    ///
    /// - Throws: `ServiceError.approvedByMaker` for anybody who had a hand in it.
    package func approved(
        by sender: SenderActor,
        with proof: RegisterApprovalProof? = nil,
        at time: Timestamp
    ) throws(ServiceError) -> Change<RegisterEntry> {
        guard let proposal, proposal.isWaiting else { throw .entryNotPossible(state: state.name.rawValue) }
        guard !proposal.makers.contains(sender.account.id) else { throw .approvedByMaker }
        return try standing(proposal, approver: sender.account.id, proof: proof, by: sender, at: time)
    }

    /// Decides that what waits goes back to those who made it; they too may take it back.
    package func returned(
        because reason: String,
        by sender: SenderActor,
        at time: Timestamp
    ) throws(ServiceError) -> Change<RegisterEntry> {
        guard let proposal, proposal.isWaiting else { throw .entryNotPossible(state: state.name.rawValue) }
        let returned = RegisterProposal(
            content: proposal.content,
            kind: proposal.kind,
            makers: proposal.makers,
            at: proposal.at,
            stage: .returned(by: sender.account.id, reason: reason, at: time)
        )
        return try replacing(returned).change(.registerEntryReturned, by: sender, ["reason": reason], at: time)
    }

    /// Decides that what was drafted or proposed is dropped; what stands goes on standing.
    package func dropped(by sender: SenderActor, at time: Timestamp) throws(ServiceError) -> Change<RegisterEntry> {
        var dropped = self
        switch state {
        case .new: dropped.state = .retired(nil, by: sender.account.id, at: time)
        case .approved(let approval, _?): dropped.state = .approved(approval, change: nil)
        case .approved, .retired: throw .entryNotPossible(state: state.name.rawValue)
        }
        return try dropped.change(.registerEntryDropped, by: sender, at: time)
    }

    private func makers(and sender: SenderActor) -> [AccountID] {
        let before = proposal?.makers ?? []
        return before.contains(sender.account.id) ? before : before + [sender.account.id]
    }

    private func replacing(_ proposal: RegisterProposal) throws(ServiceError) -> RegisterEntry {
        var replaced = self
        switch state {
        case .new: replaced.state = .new(proposal)
        case .approved(let approval, _): replaced.state = .approved(approval, change: proposal)
        case .retired: throw .entryNotPossible(state: state.name.rawValue)
        }
        return replaced
    }

    private func proposedOrStanding(
        _ proposal: RegisterProposal,
        in declaration: RegisterDeclaration,
        by sender: SenderActor,
        at time: Timestamp
    ) throws(ServiceError) -> Change<RegisterEntry> {
        switch declaration.changes {
        case .needSecondPerson: try change(.registerEntryProposed, by: sender, at: time)
        case .standAtOnce: try standing(proposal, approver: nil, proof: nil, by: sender, at: time)
        }
    }

    private func standing(
        _ proposal: RegisterProposal,
        approver: AccountID?,
        proof: RegisterApprovalProof?,
        by sender: SenderActor,
        at time: Timestamp
    ) throws(ServiceError) -> Change<RegisterEntry> {
        var standing = self
        let approval = RegisterApproval(
            content: proposal.content,
            makers: proposal.makers,
            approver: approver,
            at: time,
            proof: proof
        )
        switch proposal.kind {
        case .values:
            standing.state = .approved(approval, change: nil)
            return try standing.change(
                .registerEntryApproved,
                by: sender,
                at: time,
                [ScheduledJob(.remind, notBefore: time)]
            )
        case .retirement:
            standing.state = .retired(self.approval, by: sender.account.id, at: time, proof: proof)
            return try standing.change(.registerEntryRetired, by: sender, at: time)
        }
    }

    /// The audit entry commits to all that the entry now says.
    private func change(
        _ action: AuditAction,
        by sender: SenderActor,
        _ facts: [String: String] = [:],
        at time: Timestamp,
        _ jobs: [ScheduledJob] = []
    ) throws(ServiceError) -> Change<RegisterEntry> {
        let own = [
            "entry": id.text, "number": "\(number)", "version": "\(version + 1)", "content": try contentDigest(),
        ]
        return Change(
            self,
            expectedVersion: version,
            audit: AuditNote(action, by: sender.auditName, facts.merging(own) { $1 }),
            at: time,
            followUp: jobs
        )
    }

    /// SHA-256, hexadecimal, of the state as JSON with sorted keys, which is how both engines store it.
    package func contentDigest() throws(ServiceError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Digest.hexadecimal(of: Array(try encoder.encode(state)))
        } catch {
            throw .storage("an entry that cannot be encoded: \(error)")
        }
    }
}
