package import SignerProtocol

/// A critical act as the signer keeps it: its exact bytes, who approved them, and when it was performed.
package struct StoredAct: Hashable, Sendable {
    package let id: String
    /// The `CriticalAct`, UTF-8 JSON.
    package let bytes: [UInt8]
    /// Who asked, as the service says it; empty for acts of before it was kept.
    package let proposer: String
    package let created: Timestamp
    package let approvals: [ActApproval]
    package let performed: Timestamp?

    package init(
        id: String,
        bytes: [UInt8],
        proposer: String,
        created: Timestamp,
        approvals: [ActApproval],
        performed: Timestamp?
    ) {
        self.id = id
        self.bytes = bytes
        self.proposer = proposer
        self.created = created
        self.approvals = approvals
        self.performed = performed
    }
}

/// One operator's approval of an act.
package struct ActApproval: Hashable, Sendable {
    package let act: String
    package let operatorID: String
    package let assertion: PasskeyAssertionBytes
    package let time: Timestamp

    package init(act: String, operatorID: String, assertion: PasskeyAssertionBytes, time: Timestamp) {
        self.act = act
        self.operatorID = operatorID
        self.assertion = assertion
        self.time = time
    }
}

/// The two people who approved an act that is performed, by id.
package struct Approvers: Hashable, Sendable {
    package let custodian: String
    package let officer: String

    /// Nil until somebody of each duty has approved.
    init?(_ approvals: [String], among operators: [Operator]) {
        func approver(_ duty: OperatorDuty) -> String? {
            operators.first { $0.duty == duty && approvals.contains($0.id) }?.id
        }
        guard let custodian = approver(.keyCustodian), let officer = approver(.securityOfficer) else { return nil }
        self.custodian = custodian
        self.officer = officer
    }
}
