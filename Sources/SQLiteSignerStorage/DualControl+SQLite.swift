import Foundation
import GRDB
import SignerProtocol
import SigningKeys

extension SQLiteSignerQueries {
    func `operator`(_ id: String) throws -> Operator? {
        try operators("WHERE id = ?", [id]).first
    }

    func operators() throws -> [Operator] {
        try operators("ORDER BY created, id", [])
    }

    private func operators(_ condition: String, _ arguments: StatementArguments) throws -> [Operator] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT id, subject, name, duty, user_handle, state, version, registration_challenge,
                    registration_expires, passkey_id, passkey_public_key, passkey_algorithm, passkey_sign_count,
                    passkey_eligible, passkey_backed_up, passkey_format, passkey_binding, admission_binding
                FROM key_operator
                \(condition)
                """,
            arguments: arguments
        ).map { try Operator($0) }
    }

    func act(_ id: String) throws -> StoredAct? {
        try acts("WHERE critical_act.id = ?", [id]).first
    }

    func acts() throws -> [StoredAct] {
        try acts("ORDER BY critical_act.created DESC, critical_act.id", [])
    }

    func acts(since start: Timestamp) throws -> [StoredAct] {
        try acts(
            "WHERE critical_act.created > ? ORDER BY critical_act.created DESC, critical_act.id",
            [start.milliseconds]
        )
    }

    private func acts(_ condition: String, _ arguments: StatementArguments) throws -> [StoredAct] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT id, bytes, proposer, created, act_performed.time AS performed
                FROM critical_act LEFT JOIN act_performed ON act_performed.act = critical_act.id
                \(condition)
                """,
            arguments: arguments
        ).map { row in
            let id = try row.decode(String.self, forColumn: "id")
            return StoredAct(
                id: id,
                bytes: try row.bytes("bytes"),
                proposer: try row.decode(String.self, forColumn: "proposer"),
                created: try row.time("created"),
                approvals: try approvals(of: id),
                performed: try row.decode(Int64?.self, forColumn: "performed").map { Timestamp(milliseconds: $0) }
            )
        }
    }

    private func approvals(of act: String) throws -> [ActApproval] {
        try Row.fetchAll(
            database,
            sql: "SELECT operator, assertion, time FROM act_approval WHERE act = ? ORDER BY time, operator",
            arguments: [act]
        ).map { row in
            ActApproval(
                act: act,
                operatorID: try row.decode(String.self, forColumn: "operator"),
                assertion: try StrictJSON.decode(PasskeyAssertionBytes.self, from: row.bytes("assertion")),
                time: try row.time("time")
            )
        }
    }
}

extension SQLiteWriteTransaction {
    func save(_ change: OperatorChange) throws {
        let person = change.subject
        if change.expectedVersion == 0 {
            try database.execute(
                sql: """
                    INSERT INTO key_operator (
                        subject, name, duty, user_handle, state, version, registration_challenge, registration_expires,
                        passkey_id, passkey_public_key, passkey_algorithm, passkey_sign_count, passkey_eligible,
                        passkey_backed_up, passkey_format, passkey_binding, admission_binding, id, created
                    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: person.columns + [person.id, change.audit.time.milliseconds]
            )
        } else {
            try database.execute(
                sql: """
                    UPDATE key_operator SET
                        subject = ?, name = ?, duty = ?, user_handle = ?, state = ?, version = ?,
                        registration_challenge = ?, registration_expires = ?, passkey_id = ?, passkey_public_key = ?,
                        passkey_algorithm = ?, passkey_sign_count = ?, passkey_eligible = ?, passkey_backed_up = ?,
                        passkey_format = ?, passkey_binding = ?, admission_binding = ?
                    WHERE id = ? AND version = ?
                    """,
                arguments: person.columns + [person.id, change.expectedVersion]
            )
            guard database.changesCount == 1 else { throw SignerError.illegalTransition }
        }
        try record(change.audit)
    }

    func keep(_ act: StoredAct, recording event: AuditEvent) throws {
        try database.execute(
            sql: "INSERT INTO critical_act (id, bytes, proposer, created) VALUES (?, ?, ?, ?)",
            arguments: [act.id, Data(act.bytes), act.proposer, act.created.milliseconds]
        )
        try record(event)
    }

    func keep(_ approval: ActApproval) throws {
        try database.execute(
            sql: "INSERT INTO act_approval (act, operator, assertion, time) VALUES (?, ?, ?, ?)",
            arguments: [
                approval.act, approval.operatorID, Data(try StrictJSON.encode(approval.assertion)),
                approval.time.milliseconds,
            ]
        )
    }

    func notePerformed(act id: String, by approvers: Approvers, at time: Timestamp, recording event: AuditEvent) throws
    {
        try database.execute(
            sql: "INSERT INTO act_performed (act, custodian, officer, time) VALUES (?, ?, ?, ?)",
            arguments: [id, approvers.custodian, approvers.officer, time.milliseconds]
        )
        try record(event)
    }
}

extension Operator {
    fileprivate init(_ row: Row) throws {
        guard let duty = OperatorDuty(rawValue: try row.decode(String.self, forColumn: "duty")),
            let state = OperatorRecord.State(rawValue: try row.decode(String.self, forColumn: "state"))
        else { throw SignerError.storageUnavailable }
        self.init(
            id: try row.decode(String.self, forColumn: "id"),
            subject: try row.decode(String.self, forColumn: "subject"),
            name: try row.decode(String.self, forColumn: "name"),
            duty: duty,
            userHandle: try row.bytes("user_handle"),
            state: state,
            version: try row.decode(Int.self, forColumn: "version"),
            openRegistration: try OpenRegistration(row),
            passkey: try EnrolledPasskey(row),
            admission: try row.optionalBytes("admission_binding")
        )
    }

    /// Every column but the key and the time, in the order of `SQLiteWriteTransaction.save`.
    fileprivate var columns: StatementArguments {
        [
            subject, name, duty.rawValue, Data(userHandle), state.rawValue, version,
            openRegistration.map { Data($0.challenge) }, openRegistration?.expires.milliseconds,
            passkey.map { Data($0.id) }, passkey.map { Data($0.publicKey) }, passkey?.algorithm,
            passkey?.signCount, passkey?.backupEligible, passkey?.backupState, passkey?.attestationFormat,
            passkey.map { Data($0.binding) }, admission.map { Data($0) },
        ]
    }
}
