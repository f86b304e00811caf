import PostgresConnection
import SignerProtocol
import SigningKeys

extension PostgresSignerTransaction {
    func `operator`(_ id: String) throws -> Operator? {
        try operators("WHERE id = $1", [.text(id)]).first
    }

    func operators() throws -> [Operator] {
        try operators("ORDER BY created, id", [])
    }

    private func operators(_ condition: String, _ parameters: [Parameter]) throws -> [Operator] {
        let columns = Self.operatorColumns.joined(separator: ", ")
        return try rows("SELECT id, \(columns) FROM key_operator \(condition)", parameters).map { try Operator($0) }
    }

    func act(_ id: String) throws -> StoredAct? {
        try acts("WHERE critical_act.id = $1", [.text(id)]).first
    }

    func acts() throws -> [StoredAct] {
        try acts("ORDER BY critical_act.created DESC, critical_act.id", [])
    }

    func acts(since start: Timestamp) throws -> [StoredAct] {
        try acts(
            "WHERE critical_act.created > $1 ORDER BY critical_act.created DESC, critical_act.id",
            [.time(start)]
        )
    }

    private func acts(_ condition: String, _ parameters: [Parameter]) throws -> [StoredAct] {
        try rows(
            """
            SELECT id, bytes, proposer, created, act_performed.time AS performed
            FROM critical_act LEFT JOIN act_performed ON act_performed.act = critical_act.id
            \(condition)
            """,
            parameters
        ).map { row in
            let id = try row.text("id")
            return StoredAct(
                id: id,
                bytes: try row.bytes("bytes"),
                proposer: try row.text("proposer"),
                created: try row.time("created"),
                approvals: try approvals(of: id),
                performed: try row.optionalTime("performed")
            )
        }
    }

    private func approvals(of act: String) throws -> [ActApproval] {
        try rows(
            "SELECT operator, assertion, time FROM act_approval WHERE act = $1 ORDER BY time, operator",
            [.text(act)]
        ).map { row in
            ActApproval(
                act: act,
                operatorID: try row.text("operator"),
                assertion: try StrictJSON.decode(PasskeyAssertionBytes.self, from: row.bytes("assertion")),
                time: try row.time("time")
            )
        }
    }

    func save(_ change: OperatorChange) throws {
        let person = change.subject
        if change.expectedVersion == 0 {
            try execute(
                Self.operatorInsertion,
                person.columns + [.text(person.id), .time(change.audit.time)]
            )
        } else {
            let changed = try execute(
                Self.operatorUpdate,
                person.columns + [.text(person.id), .count(change.expectedVersion)]
            )
            guard changed == 1 else { throw SignerError.illegalTransition }
        }
        try record(change.audit)
    }

    func keep(_ act: StoredAct, recording event: AuditEvent) throws {
        try execute(
            "INSERT INTO critical_act (id, bytes, proposer, created) VALUES ($1, $2, $3, $4)",
            [.text(act.id), .bytes(act.bytes), .text(act.proposer), .time(act.created)]
        )
        try record(event)
    }

    func keep(_ approval: ActApproval) throws {
        try execute(
            "INSERT INTO act_approval (act, operator, assertion, time) VALUES ($1, $2, $3, $4)",
            [
                .text(approval.act), .text(approval.operatorID), .bytes(try StrictJSON.encode(approval.assertion)),
                .time(approval.time),
            ]
        )
    }

    func notePerformed(act id: String, by approvers: Approvers, at time: Timestamp, recording event: AuditEvent) throws
    {
        try execute(
            "INSERT INTO act_performed (act, custodian, officer, time) VALUES ($1, $2, $3, $4)",
            [.text(id), .text(approvers.custodian), .text(approvers.officer), .time(time)]
        )
        try record(event)
    }

    private static let operatorColumns = [
        "subject", "name", "duty", "user_handle", "state", "version", "registration_challenge", "registration_expires",
        "passkey_id", "passkey_public_key", "passkey_algorithm", "passkey_sign_count", "passkey_eligible",
        "passkey_backed_up", "passkey_format", "passkey_binding", "admission_binding",
    ]

    private static let operatorInsertion = {
        let places = (1...operatorColumns.count + 2).map { "$\($0)" }.joined(separator: ", ")
        return "INSERT INTO key_operator (\(operatorColumns.joined(separator: ", ")), id, created) VALUES (\(places))"
    }()

    private static let operatorUpdate = {
        let changes = operatorColumns.enumerated().map { "\($1) = $\($0 + 1)" }.joined(separator: ", ")
        let next = operatorColumns.count + 1
        return "UPDATE key_operator SET \(changes) WHERE id = $\(next) AND version = $\(next + 1)"
    }()
}

extension Operator {
    fileprivate init(_ row: Row) throws {
        guard let duty = OperatorDuty(rawValue: try row.text("duty")),
            let state = OperatorRecord.State(rawValue: try row.text("state"))
        else { throw SignerError.storageUnavailable }
        self.init(
            id: try row.text("id"),
            subject: try row.text("subject"),
            name: try row.text("name"),
            duty: duty,
            userHandle: try row.bytes("user_handle"),
            state: state,
            version: try row.count("version"),
            openRegistration: try OpenRegistration(row),
            passkey: try EnrolledPasskey(row),
            admission: try row.optionalBytes("admission_binding")
        )
    }

    /// Every column but the key and the time, in the order of `operatorColumns`.
    fileprivate var columns: [Parameter] {
        [
            .text(subject), .text(name), .text(duty.rawValue), .bytes(userHandle), .text(state.rawValue),
            .count(version), .bytes(openRegistration?.challenge), .time(openRegistration?.expires),
            .bytes(passkey?.id), .bytes(passkey?.publicKey), .integer(passkey.map { Int64($0.algorithm) }),
            .integer(passkey.map { Int64($0.signCount) }), .boolean(passkey?.backupEligible),
            .boolean(passkey?.backupState), .text(passkey?.attestationFormat), .bytes(passkey?.binding),
            .bytes(admission),
        ]
    }
}
