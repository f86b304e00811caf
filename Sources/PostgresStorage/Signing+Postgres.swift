import PostgresConnection
import SignerProtocol
import SigningService

extension PostgresTransaction {
    func invitation(_ digest: TokenDigest) throws -> Invitation? {
        try row(
            "SELECT digest, envelope_id, signer_id, created_at FROM invitation WHERE digest = $1",
            [.digest(digest)]
        ).map { row in
            Invitation(
                digest: try row.tokenDigest("digest"),
                envelope: try row.identifier("envelope_id"),
                signer: try row.identifier("signer_id"),
                createdAt: try row.time("created_at")
            )
        }
    }

    func insert(_ invitation: Invitation) throws {
        try write(
            "INSERT INTO invitation (digest, envelope_id, signer_id, created_at) VALUES ($1, $2, $3, $4)",
            [
                .digest(invitation.digest), .id(invitation.envelope), .id(invitation.signer),
                .time(invitation.createdAt),
            ]
        )
    }

    func session(_ digest: TokenDigest) throws -> SignerSession? {
        try row(
            "SELECT digest, envelope_id, signer_id, opened_at, expires_at FROM signer_session WHERE digest = $1",
            [.digest(digest)]
        ).map { row in
            SignerSession(
                digest: try row.tokenDigest("digest"),
                envelope: try row.identifier("envelope_id"),
                signer: try row.identifier("signer_id"),
                openedAt: try row.time("opened_at"),
                expiresAt: try row.time("expires_at")
            )
        }
    }

    func insert(_ session: SignerSession) throws {
        try write(
            """
            INSERT INTO signer_session (digest, envelope_id, signer_id, opened_at, expires_at)
            VALUES ($1, $2, $3, $4, $5)
            """,
            [
                .digest(session.digest), .id(session.envelope), .id(session.signer),
                .time(session.openedAt), .time(session.expiresAt),
            ]
        )
    }

    func isOpened(_ envelope: EnvelopeID, by signer: SignerID) throws -> Bool {
        try row(
            "SELECT 1 FROM signer_session WHERE envelope_id = $1 AND signer_id = $2 LIMIT 1",
            [.id(envelope), .id(signer)]
        ) != nil
    }

    func linkCode(of signer: SignerID, in envelope: EnvelopeID) throws -> LinkCode? {
        try row(
            """
            SELECT envelope_id, signer_id, digest, mailed_at, expires_at, failures
            FROM link_code
            WHERE envelope_id = $1 AND signer_id = $2
            """,
            [.id(envelope), .id(signer)]
        ).map { row in
            LinkCode(
                envelope: try row.identifier("envelope_id"),
                signer: try row.identifier("signer_id"),
                digest: try row.bytes("digest"),
                mailedAt: try row.time("mailed_at"),
                expiresAt: try row.time("expires_at"),
                failures: try row.count("failures")
            )
        }
    }

    func save(_ code: LinkCode) throws {
        try write(
            """
            INSERT INTO link_code (envelope_id, signer_id, digest, mailed_at, expires_at, failures)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (envelope_id, signer_id) DO UPDATE SET
                digest = excluded.digest,
                mailed_at = excluded.mailed_at,
                expires_at = excluded.expires_at,
                failures = excluded.failures
            """,
            [
                .id(code.envelope), .id(code.signer), .bytes(code.digest), .time(code.mailedAt),
                .time(code.expiresAt), .count(code.failures),
            ]
        )
    }

    func removeLinkCode(of signer: SignerID, in envelope: EnvelopeID) throws {
        try write(
            "DELETE FROM link_code WHERE envelope_id = $1 AND signer_id = $2",
            [.id(envelope), .id(signer)]
        )
    }

    func enrolment(of address: MailAddress) throws -> Enrolment? {
        try row(
            "SELECT address, enrolment, state_detail FROM enrolment WHERE address = $1",
            [.text(address.text)]
        ).map { row in
            Enrolment(
                address: try row.address("address"),
                enrolment: try row.json("enrolment"),
                state: try row.json("state_detail")
            )
        }
    }

    func save(_ enrolment: Enrolment) throws {
        try write(
            """
            INSERT INTO enrolment (address, credential, enrolment, state, state_detail)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (address) DO UPDATE
            SET credential = excluded.credential, enrolment = excluded.enrolment, state = excluded.state,
                state_detail = excluded.state_detail
            """,
            [
                .text(enrolment.address.text), .text(enrolment.credential), try .json(enrolment.enrolment),
                .text(enrolment.state.name),
                try .json(enrolment.state),
            ]
        )
    }
}
