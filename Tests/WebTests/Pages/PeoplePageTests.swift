import Foundation
import HTTPTypes
import HummingbirdTesting
import SignerProtocol
import SigningService
import Testing

@testable import Web

@Suite struct `The page of people` {
    private func colleague(
        of cast: Cast,
        isAdministrator: Bool = false,
        in store: any ServiceStore
    ) async throws -> (Account, cookie: String) {
        let account = Account(
            id: AccountID(from: systemRandomBytes),
            organisation: cast.account.organisation,
            name: "同僚 花子",
            address: try MailAddress("hanako@company.example", field: "email"),
            isAdministrator: isAdministrator,
            createdAt: Cast.now
        )
        let secret = SecretToken(from: systemRandomBytes)
        try await store.write { transaction in
            try transaction.insert(account, token: TokenDigest(of: account.id.text))
            try transaction.insert(
                SignInPasskey(credentialID: [1], account: account.id, record: "{}", signCount: 0, createdAt: Cast.now)
            )
            try transaction.insert(
                AccountSession(
                    digest: secret.digest,
                    account: account.id,
                    openedAt: Cast.now,
                    expiresAt: Cast.now.advanced(by: .seconds(600))
                )
            )
        }
        return (account, "chigiri-account=\(secret.text)")
    }

    @Test func `locks and unlocks, and a locked person's browser is signed out`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            let (account, cookie) = try await colleague(of: cast, in: store)
            let folder = "/people/\(account.id)"
            #expect(try await client.page("/envelopes", cookie: cookie).status == .ok)
            let page = try await client.page("/people", cookie: cast.cookie)
            #expect(page.text.contains("formaction=\"\(folder)/lock\"") && page.text.contains("利用中"))
            #expect(!page.text.contains("formaction=\"\(folder)/unlock\""))

            let foreign = try await client.form(
                "\(folder)/lock",
                "reason=x",
                origin: "https://other.example",
                cookie: cast.cookie
            )
            #expect(foreign.status == .forbidden)
            #expect(try await client.form("\(folder)/lock", "reason=", cookie: cast.cookie).status != .seeOther)
            #expect(try await client.page("/envelopes", cookie: cookie).status == .ok)

            let locked = try await client.form("\(folder)/lock", "reason=lost", cookie: cast.cookie)
            #expect(locked.headers[.location] == "/people")
            #expect(try await client.page("/envelopes", cookie: cookie).status == .unauthorized)
            let after = try await client.page("/people", cookie: cast.cookie + "; chigiri-language=en")
            #expect(after.text.contains("Locked") && after.text.contains("formaction=\"\(folder)/unlock\""))
            _ = try await client.form("\(folder)/unlock", "reason=found", cookie: cast.cookie)
            #expect(try await client.page("/people", cookie: cast.cookie).text.contains("利用中"))
        }
    }

    @Test func `closes for good, and says so in both languages`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            let (account, _) = try await colleague(of: cast, in: store)
            let folder = "/people/\(account.id)"
            let closed = try await client.form("\(folder)/close", "reason=left", cookie: cast.cookie)
            #expect(closed.headers[.location] == "/people")
            let page = try await client.page("/people", cookie: cast.cookie)
            #expect(page.text.contains("閉鎖済み") && !page.text.contains("formaction=\"\(folder)/"))
            for (language, words) in [("ja", "閉じられていて"), ("en", "This account is closed")] {
                let again = try await client.form(
                    "\(folder)/unlock",
                    "reason=back",
                    cookie: cast.cookie + "; chigiri-language=\(language)"
                )
                #expect(again.status == .forbidden)
                #expect(again.text.contains("ACCOUNT_CLOSED") && again.text.contains(words))
            }
        }
    }

    @Test func `makes an administrator and takes it away, but not from the last one`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store)
            let (account, cookie) = try await colleague(of: cast, in: store)
            let own = "/people/\(cast.account.id)/roles"
            let refused = try await client.form(own, "", cookie: cast.cookie)
            #expect(refused.status == .conflict && refused.text.contains("LAST_ADMINISTRATOR"))

            let made = try await client.form("/people/\(account.id)/roles", "administrator=yes", cookie: cast.cookie)
            #expect(made.headers[.location] == "/people")
            #expect(try await client.page("/people", cookie: cookie).text.contains("formaction=\"/people/"))
            let given = try await client.form(own, "administrator=yes&role-support=yes", cookie: cast.cookie)
            #expect(given.status == .forbidden)
            let laidDown = try await client.form(own, "", cookie: cast.cookie)
            #expect(laidDown.headers[.location] == "/envelopes")
            #expect(try await client.page("/people", cookie: cast.cookie).status == .forbidden)
        }
    }
}
