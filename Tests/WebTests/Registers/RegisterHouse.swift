import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import SQLiteStorage
import SignerProtocol
import SigningService
import Synchronization
import Testing
import Typesetting

@testable import Web

/// Mails that were handed over.
final class KeptMails: MailSender {
    private let kept = Mutex<[MailMessage]>([])

    func send(_ message: MailMessage, id: String) async throws {
        kept.withLock { $0.append(message) }
    }

    var messages: [MailMessage] { kept.withLock { $0 } }
}

/// Two administrators and a sender in their browsers, before the pages of these registers.
struct RegisterHouse: Sendable {
    let client: any TestClientProtocol
    let needs: ServiceNeeds
    let mails: KeptMails
    let maker: Account
    let approver: Account
    /// As browsers send them.
    let makerCookie: String
    let approverCookie: String
    let senderCookie: String

    static func open(
        _ declarations: [RegisterDeclaration] = [.keyCards],
        _ body: @escaping @Sendable (RegisterHouse) async throws -> Void
    ) async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let mails = KeptMails()
        let needs = try needs(declarations, mails, in: folder)
        let organisation = Organisation(
            id: OrganisationID(from: systemRandomBytes),
            name: "契約株式会社",
            createdAt: Cast.now
        )
        try await needs.store.write { try $0.insert(organisation) }
        let (maker, makerCookie) = try await person("作成 太郎", 1, true, organisation, needs)
        let (approver, approverCookie) = try await person("承認 花子", 2, true, organisation, needs)
        let (_, senderCookie) = try await person("営業 次郎", 3, false, organisation, needs)
        try await Application(router: try pageRouter(needs), logger: needs.log).test(.router) { client in
            try await body(
                RegisterHouse(
                    client: client,
                    needs: needs,
                    mails: mails,
                    maker: maker,
                    approver: approver,
                    makerCookie: makerCookie,
                    approverCookie: approverCookie,
                    senderCookie: senderCookie
                )
            )
        }
    }

    private static func needs(
        _ declarations: [RegisterDeclaration],
        _ mails: KeptMails,
        in folder: URL
    ) throws -> ServiceNeeds {
        let base = try usualNeeds(in: folder)
        var needs = ServiceNeeds(
            settings: base.settings,
            store: base.store,
            segments: base.segments,
            signer: base.signer,
            authority: base.authority,
            timestamps: base.timestamps,
            revocation: base.revocation,
            mail: mails,
            fonts: base.fonts,
            now: base.now,
            randomBytes: base.randomBytes,
            log: base.log
        )
        needs.registers = declarations
        return needs
    }

    private static func person(
        _ name: String,
        _ number: Int,
        _ isAdministrator: Bool,
        _ organisation: Organisation,
        _ needs: ServiceNeeds
    ) async throws -> (Account, cookie: String) {
        let account = Account(
            id: AccountID(from: systemRandomBytes),
            organisation: organisation.id,
            name: name,
            address: try MailAddress("person\(number)@company.example", field: "email"),
            isAdministrator: isAdministrator,
            createdAt: Cast.now.advanced(by: .seconds(number))
        )
        let secret = SecretToken(from: systemRandomBytes)
        let session = AccountSession(
            digest: secret.digest,
            account: account.id,
            openedAt: Cast.now,
            expiresAt: Cast.now.advanced(by: .seconds(600))
        )
        try await needs.store.write { transaction in
            try transaction.insert(account, token: TokenDigest(of: account.id.text))
            try transaction.insert(session)
        }
        return (account, "chigiri-account=\(secret.text)")
    }

    /// The fields of a form for a card; changes take the place of what is usual.
    func fields(_ changes: [String: String] = [:]) -> String {
        let usual = [
            "f-card": "甲-001", "f-holder": maker.id.text, "f-zone": "a", "f-until": "2027-03-31", "f-copies": "1",
            "f-returned": "no", "f-remarks": "一行目\n二行目", "owner": maker.id.text, "act": "propose",
        ]
        return Self.form(usual.merging(changes) { $1 })
    }

    static func form(_ fields: [String: String]) -> String {
        fields.sorted { $0.key < $1.key }.map { name, value in
            let encoded = value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            return "\(name)=\(encoded)"
        }.joined(separator: "&")
    }

    func page(_ path: String, _ cookie: String? = nil, in languages: String = "ja") async throws -> TestResponse {
        try await client.page(path, cookie: cookie ?? makerCookie, accepting: languages)
    }

    func send(_ path: String, _ fields: String, _ cookie: String? = nil) async throws -> TestResponse {
        try await client.form(path, fields, cookie: cookie ?? makerCookie)
    }

    /// Sends a file by a form of ours.
    func upload(_ path: String, named name: String, _ bytes: [UInt8], _ cookie: String? = nil) async throws
        -> TestResponse
    {
        let head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\n"
        var body = ByteBuffer(string: head)
        body.writeBytes(bytes)
        body.writeString("\r\n--b--\r\n")
        return try await client.execute(
            uri: path,
            method: .post,
            headers: [
                .contentType: "multipart/form-data; boundary=b", .origin: ownOrigin,
                .cookie: cookie ?? makerCookie,
            ],
            body: body
        )
    }
}

/// Under another name, since a method here has the same.
private func usualNeeds(in folder: URL) throws -> ServiceNeeds {
    try needs(.test, in: folder)
}
