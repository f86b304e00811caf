import GRDB
import SignerProtocol
import SigningService

extension SQLiteTransaction {
    func invitation(_ digest: TokenDigest) throws -> Invitation? {
        try row(
            "SELECT digest, envelope_id, signer_id, created_at FROM invitation WHERE digest = ?",
            [digest.bytes.data]
        ).map { row in
            Invitation(
                digest: try row.tokenDigest("digest"),
                envelope: try row.identifier("envelope_id"),
                signer: try row.identifier("signer_id"),
                createdAt: row.time("created_at")
            )
        }
    }

    func insert(_ invitation: Invitation) throws {
        try execute(
            "INSERT INTO invitation (digest, envelope_id, signer_id, created_at) VALUES (?, ?, ?, ?)",
            [
                invitation.digest.bytes.data, invitation.envelope.bytes.data, invitation.signer.bytes.data,
                invitation.createdAt.milliseconds,
            ]
        )
    }

    func session(_ digest: TokenDigest) throws -> SignerSession? {
        try row(
            "SELECT digest, envelope_id, signer_id, opened_at, expires_at FROM signer_session WHERE digest = ?",
            [digest.bytes.data]
        ).map { row in
            SignerSession(
                digest: try row.tokenDigest("digest"),
                envelope: try row.identifier("envelope_id"),
                signer: try row.identifier("signer_id"),
                openedAt: row.time("opened_at"),
                expiresAt: row.time("expires_at")
            )
        }
    }

    func insert(_ session: SignerSession) throws {
        try execute(
            """
            INSERT INTO signer_session (digest, envelope_id, signer_id, opened_at, expires_at)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                session.digest.bytes.data, session.envelope.bytes.data, session.signer.bytes.data,
                session.openedAt.milliseconds, session.expiresAt.milliseconds,
            ]
        )
    }

    func isOpened(_ envelope: EnvelopeID, by signer: SignerID) throws -> Bool {
        try row(
            "SELECT 1 FROM signer_session WHERE envelope_id = ? AND signer_id = ? LIMIT 1",
            [envelope.bytes.data, signer.bytes.data]
        ) != nil
    }

    func linkCode(of signer: SignerID, in envelope: EnvelopeID) throws -> LinkCode? {
        try row(
            """
            SELECT envelope_id, signer_id, digest, mailed_at, expires_at, failures
            FROM link_code
            WHERE envelope_id = ? AND signer_id = ?
            """,
            [envelope.bytes.data, signer.bytes.data]
        ).map { row in
            LinkCode(
                envelope: try row.identifier("envelope_id"),
                signer: try row.identifier("signer_id"),
                digest: row.bytes("digest"),
                mailedAt: row.time("mailed_at"),
                expiresAt: row.time("expires_at"),
                failures: row["failures"]
            )
        }
    }

    func save(_ code: LinkCode) throws {
        try execute(
            """
            INSERT INTO link_code (envelope_id, signer_id, digest, mailed_at, expires_at, failures)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (envelope_id, signer_id) DO UPDATE SET
                digest = excluded.digest,
                mailed_at = excluded.mailed_at,
                expires_at = excluded.expires_at,
                failures = excluded.failures
            """,
            [
                code.envelope.bytes.data, code.signer.bytes.data, code.digest.data, code.mailedAt.milliseconds,
                code.expiresAt.milliseconds, code.failures,
            ]
        )
    }

    func removeLinkCode(of signer: SignerID, in envelope: EnvelopeID) throws {
        try execute(
            "DELETE FROM link_code WHERE envelope_id = ? AND signer_id = ?",
            [envelope.bytes.data, signer.bytes.data]
        )
    }

    func enrolment(of address: MailAddress) throws -> Enrolment? {
        try row(
            "SELECT address, enrolment, state_detail FROM enrolment WHERE address = ?",
            [address.text]
        ).map { row in
            Enrolment(
                address: try row.address("address"),
                enrolment: try row.json("enrolment"),
                state: try row.json("state_detail")
            )
        }
    }

    func save(_ enrolment: Enrolment) throws {
        try execute(
            """
            INSERT INTO enrolment (address, credential, enrolment, state, state_detail)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (address) DO UPDATE
            SET credential = excluded.credential, enrolment = excluded.enrolment, state = excluded.state,
                state_detail = excluded.state_detail
            """,
            [
                enrolment.address.text, enrolment.credential, try json(enrolment.enrolment), enrolment.state.name,
                try json(enrolment.state),
            ]
        )
    }
}
