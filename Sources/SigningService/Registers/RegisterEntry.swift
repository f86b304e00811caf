package import SignerProtocol

package typealias RegisterEntryID = Identifier<RegisterEntry>

/// One entry of a register, as it is now; every earlier version of it is kept.
package struct RegisterEntry: Hashable, Sendable {
    package let id: RegisterEntryID
    package let register: RegisterID
    package let organisation: OrganisationID
    /// From 1 in each register of an organisation; what people call it by.
    package let number: Int
    package let createdAt: Timestamp
    package var state: State
    /// Grows by one with each saved change.
    package var version: Int

    /// draft → proposed → approved → retired; a change of what stands waits beside it.
    package enum State: Hashable, Sendable, Codable {
        /// Nothing stands yet.
        case new(RegisterProposal)
        case approved(RegisterApproval, change: RegisterProposal?)
        /// Nil: it never stood; the proof is that of its retirement.
        case retired(RegisterApproval?, by: AccountID, at: Timestamp, proof: RegisterApprovalProof? = nil)

        /// As lists and the database know it.
        package var name: Name {
            switch self {
            case .new(let proposal): proposal.isWaiting ? .proposed : .draft
            case .approved: .approved
            case .retired: .retired
            }
        }

        package enum Name: String, Hashable, Sendable, CaseIterable {
            case draft
            case proposed
            case approved
            case retired
        }
    }

    package init(
        id: RegisterEntryID,
        register: RegisterID,
        organisation: OrganisationID,
        number: Int,
        createdAt: Timestamp,
        state: State,
        version: Int
    ) {
        self.id = id
        self.register = register
        self.organisation = organisation
        self.number = number
        self.createdAt = createdAt
        self.state = state
        self.version = version
    }

    /// What stands, or stood.
    package var approval: RegisterApproval? {
        switch state {
        case .new: nil
        case .approved(let approval, _): approval
        case .retired(let approval, _, _, _): approval
        }
    }

    /// Of the passkey that approved the end of the entry.
    package var retirementProof: RegisterApprovalProof? {
        guard case .retired(_, _, _, let proof) = state else { return nil }
        return proof
    }

    /// What somebody means to stand.
    package var proposal: RegisterProposal? {
        switch state {
        case .new(let proposal): proposal
        case .approved(_, let change): change
        case .retired: nil
        }
    }

    /// What stands; before that, what is meant to; nil for one that was dropped before it stood.
    package var content: RegisterContent? { approval?.content ?? proposal?.content }
}

/// What one or more people mean an entry to say.
package struct RegisterProposal: Hashable, Sendable, Codable {
    package let content: RegisterContent
    package let kind: Kind
    /// Everyone who had a hand in it, oldest first; none of them may approve it.
    package let makers: [AccountID]
    package let at: Timestamp
    package let stage: Stage

    package enum Kind: String, Hashable, Sendable, Codable {
        case values
        /// That the entry stands no longer.
        case retirement
    }

    package enum Stage: Hashable, Sendable, Codable {
        case draft
        case waiting
        case returned(by: AccountID, reason: String, at: Timestamp)
    }

    package init(content: RegisterContent, kind: Kind, makers: [AccountID], at: Timestamp, stage: Stage) {
        self.content = content
        self.kind = kind
        self.makers = makers
        self.at = at
        self.stage = stage
    }

    package var isWaiting: Bool { stage == .waiting }
}

/// What stands, and who made it stand.
package struct RegisterApproval: Hashable, Sendable, Codable {
    package let content: RegisterContent
    package let makers: [AccountID]
    /// Nil where a register asks for no second person.
    package let approver: AccountID?
    package let at: Timestamp
    /// Nil where nobody had a passkey yet.
    package let proof: RegisterApprovalProof?

    package init(
        content: RegisterContent,
        makers: [AccountID],
        approver: AccountID?,
        at: Timestamp,
        proof: RegisterApprovalProof? = nil
    ) {
        self.content = content
        self.makers = makers
        self.approver = approver
        self.at = at
        self.proof = proof
    }
}

/// An entry as it was saved once, and by whom.
package struct RegisterVersion: Hashable, Sendable {
    package let entry: RegisterEntry
    /// `AuditAction` as text.
    package let action: String
    /// As in audit entries, `account:…`.
    package let actor: String
    package let at: Timestamp

    package init(entry: RegisterEntry, action: String, actor: String, at: Timestamp) {
        self.entry = entry
        self.action = action
        self.actor = actor
        self.at = at
    }
}
