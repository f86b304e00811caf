/// One row that is written without an engine of ours: a statement made by hand, and its values.
struct RawWrite: Sendable {
    let statement: RawStatement
    let values: [RawValue]

    init(_ statement: RawStatement, _ values: [RawValue]) {
        self.statement = statement
        self.values = values
    }
}

/// A value as both databases keep it.
enum RawValue: Sendable {
    case bytes([UInt8])
    case text(String?)
    case integer(Int64?)
}

/// The statements that the life of an envelope needs, with `?` for each value.
enum RawStatement: Int, Sendable, CaseIterable {
    case insertDataKey
    case insertDocument
    case insertRevision
    case insertEnvelope
    case updateEnvelope
    case insertSigner
    case insertSearched
    case updateSigner
    case insertInvitation
    case insertSession
    case insertAttempt
    case updateAttempt
    case insertAuditEntry
    case insertAuditPayload
    case insertJob
    case bringJobForward
    case leaseJob
    case deleteJob

    var sql: String {
        switch self {
        case .insertDataKey:
            "INSERT INTO data_key (name, wrapped) VALUES (?, ?) ON CONFLICT (name) DO NOTHING"
        case .insertDocument:
            """
            INSERT INTO document (id, organisation_id, name, pages, key_name, created_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """
        case .insertRevision:
            "INSERT INTO revision (document_id, position, segment, length, sha256) VALUES (?, ?, ?, ?, ?)"
        case .insertEnvelope:
            """
            INSERT INTO envelope (
                id, organisation_id, sender_id, title, language, document_id, created_at, expires_at,
                state, state_detail, waiting_for, version
            )
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
            """
        case .updateEnvelope:
            """
            UPDATE envelope
            SET state = ?, state_detail = ?, waiting_for = ?, version = version + 1
            WHERE id = ?
            """
        case .insertSigner:
            """
            INSERT INTO signer (
                envelope_id, position, id, name, address, kind, turn, box, imprint, field, texts, state,
                state_detail
            )
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .insertSearched:
            "INSERT INTO envelope_search (envelope_id, organisation_id, text) VALUES (?, ?, ?)"
        case .updateSigner:
            "UPDATE signer SET state = ?, state_detail = ? WHERE id = ?"
        case .insertInvitation:
            "INSERT INTO invitation (digest, envelope_id, signer_id, created_at) VALUES (?, ?, ?, ?)"
        case .insertSession:
            """
            INSERT INTO signer_session (digest, envelope_id, signer_id, opened_at, expires_at)
            VALUES (?, ?, ?, ?, ?)
            """
        case .insertAttempt:
            """
            INSERT INTO signature_attempt (
                id, envelope_id, document_id, purpose, prepared_segment, prepared_length, base_revisions, chain,
                digests, created_at, state, state_detail, instruction_id, instruction
            )
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .updateAttempt:
            """
            UPDATE signature_attempt
            SET state = ?, state_detail = ?, instruction_id = ?, instruction = ?
            WHERE id = ?
            """
        case .insertAuditEntry:
            """
            INSERT INTO audit_entry (chain, sequence, time, actor, action, payload_digest, previous)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """
        case .insertAuditPayload:
            "INSERT INTO audit_payload (chain, sequence, salt, payload) VALUES (?, ?, ?, ?)"
        case .insertJob:
            "INSERT INTO job (id, key, job, not_before, attempts) VALUES (?, ?, ?, ?, 0)"
        case .bringJobForward:
            "UPDATE job SET not_before = ? WHERE id = ?"
        case .leaseJob:
            "UPDATE job SET lease_ends = ?, lease_holder = ?, attempts = attempts + 1 WHERE id = ?"
        case .deleteJob:
            "DELETE FROM job WHERE id = ?"
        }
    }
}
