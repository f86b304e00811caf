import Foundation
import HTTPTypes
import HummingbirdTesting
import SignerProtocol
import SigningService
import Testing

@testable import Web

/// LTA-4.
@Suite struct `The renewal calendar's page` {
    private let fingerprint = String(repeating: "ab", count: 32)

    /// A sealed contract whose timestamp ends in 2035.
    private func seal(in store: any ServiceStore) async throws {
        let organisation = Organisation(
            id: OrganisationID(from: systemRandomBytes),
            name: "別の会社",
            createdAt: Cast.now
        )
        let account = Account(
            id: AccountID(from: systemRandomBytes),
            organisation: organisation.id,
            name: "別人",
            address: try MailAddress("other@company.example", field: "email"),
            isAdministrator: false,
            createdAt: Cast.now
        )
        let id = DocumentID(from: systemRandomBytes)
        let segment = Segment(
            digest: try #require(SegmentDigest(bytes: Array(repeating: 1, count: 32))),
            length: 10
        )
        let document = StoredDocument(
            id: id,
            organisation: organisation.id,
            name: "契約書.pdf",
            pages: 1,
            key: WrappedDataKey(name: id.text, wrapped: Blob([1])),
            revisions: [Revision(segment: segment, sha256: Array(repeating: 2, count: 32))],
            createdAt: Cast.now
        )
        let envelope = Envelope(
            id: EnvelopeID(from: systemRandomBytes),
            organisation: organisation.id,
            sender: account.id,
            title: "契約",
            language: .ja,
            document: id,
            createdAt: Cast.now,
            expiresAt: nil,
            signers: [],
            state: .sealed(Sealed(at: Cast.now, level: "B-LTA", renewBy: Cast.now, certificate: id, evidence: id)),
            waitingFor: nil,
            version: 0
        )
        let stamp = StampStanding(
            stampedAt: Cast.now,
            expiresAt: Timestamp(try Date("2035-11-30T20:00:00Z", strategy: .iso8601)),
            cause: .authority,
            uses: [TimestampUse(.authority, fingerprint, name: "時刻 <局>")]
        )
        try await store.write { transaction in
            try transaction.insert(organisation)
            try transaction.insert(account, token: TokenDigest(of: account.id.text))
            try transaction.insert(document)
            try transaction.save(
                Change(envelope, expectedVersion: 0, audit: AuditNote(.sealed, by: AuditNote.service), at: Cast.now)
            )
            try transaction.save(RenewalStanding(document: id, envelope: envelope.id, revisions: 1, stamp: stamp))
        }
    }

    @Test func `shows months and what documents rest on, and orders by a button`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            #expect(try await client.page("/renewals", cookie: cast.cookie).text.contains("結ばれた契約はまだありません"))
            try await seal(in: store)

            let page = try await client.page("/renewals", cookie: cast.cookie)
            #expect(page.status == .ok)
            // The first of December in Japan.
            #expect(page.text.contains("2035-12") && page.text.contains("時刻認証局の証明書"))
            #expect(page.text.contains(fingerprint) && page.text.contains("時刻 &lt;局&gt;"))
            #expect(page.text.contains("href=\"/renewals\" aria-current=\"page\""))
            #expect(!page.text.contains("follow.js"))

            let order = "kind=authority&value=\(fingerprint)"
            let foreign = try await client.form(
                "/renewals",
                order,
                origin: "https://other.example",
                cookie: cast.cookie
            )
            #expect(foreign.status == .forbidden)
            let ordered = try await client.form("/renewals", order, cookie: cast.cookie)
            #expect(ordered.status == .seeOther && ordered.headers[.location] == "/renewals")
            for path in ["/renewals", "/jobs"] {
                let english = try await client.page(path, cookie: cast.cookie + "; chigiri-language=en")
                #expect(english.text.contains("0 of 1 (0 %)") && english.text.contains("follow.js"), "\(path)")
                #expect(english.text.contains("<progress max=\"1\" value=\"0\""), "\(path)")
            }

            let unknown = try await client.form("/renewals", "kind=algorithm&value=MD5", cookie: cast.cookie)
            #expect(unknown.status == .notFound)
            let odd = try await client.form("/renewals", "kind=other&value=x", cookie: cast.cookie)
            #expect(odd.status == .notFound)
        }
    }

    @Test func `is for those who administer`() async throws {
        try await withPages { client, _ in
            let page = try await client.page("/renewals")
            #expect(page.status == .unauthorized)
            let ordered = try await client.form("/renewals", "kind=algorithm&value=SHA-256")
            #expect(ordered.status == .unauthorized)
        }
    }

    @Test func `has its JSON for an administrator's token`() async throws {
        try await withPages { client, store in
            let token = try await client.setUp()
            try await seal(in: store)
            let description = try Description()
            let answer = try await client.send(.get, "/v1/renewals", bearer: token)
            #expect(answer.status == .ok)
            #expect(
                try description.faults(of: try answer.object(), against: try description.schema("Renewals")) == []
            )
            #expect(try answer.object()["documents"] as? Int == 1)

            let ordered = try await client.send(
                .post,
                "/v1/renewals",
                json: #"{"kind": "authority", "value": "\#(fingerprint)"}"#,
                bearer: token
            )
            #expect(ordered.status == .ok)
            let batch = try ordered.object()
            #expect(try description.faults(of: batch, against: try description.schema("RenewalBatch")) == [])
            let id = try #require(batch["id"] as? String)
            let asked = try await client.send(.get, "/v1/renewals/\(id)", bearer: token)
            #expect(try asked.object()["total"] as? Int == 1)
            #expect(try asked.object()["done"] as? Int == 0)

            let missing = try await client.send(.get, "/v1/renewals/00", bearer: token)
            #expect(missing.status == .notFound)
            #expect(try missing.code() == "BATCH_UNKNOWN")
            let unused = try await client.send(
                .post,
                "/v1/renewals",
                json: #"{"kind": "algorithm", "value": "MD5"}"#,
                bearer: token
            )
            #expect(try unused.code() == "TIMESTAMP_USE_UNKNOWN")
        }
    }
}
