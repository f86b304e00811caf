import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SignerProtocol
import SigningService
import Testing

@testable import Web

/// The origin that browsers name when the tests' client asks its own host.
let ownOrigin = "https://localhost"

/// The folder of the module's sources, for tests of files that nobody lists.
let webSources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/Web")

/// Runs `body` against the API with all pages on an empty database of its own.
func withPages(
    _ environment: ServiceEnvironment = .test,
    mails: [MailMessage]? = [],
    isSecure: Bool = false,
    _ body: @escaping @Sendable (any TestClientProtocol, any ServiceStore) async throws -> Void
) async throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let needs = try needs(environment, in: folder)
    let store = needs.store
    let router = try pageRouter(needs, mails: mails, isSecure: isSecure)
    try await Application(router: router, logger: needs.log).test(.router) { try await body($0, store) }
}

func pageRouter(_ needs: ServiceNeeds, mails: [MailMessage]? = [], isSecure: Bool = false) throws -> Router<APIContext>
{
    var mailbox: (@Sendable () async throws -> [MailMessage])?
    if let mails { mailbox = { mails } }
    let api = try API(needs, isSecure: isSecure)
    let router = api.router()
    try Pages(needs, Verification(needs), api: api, mails: mailbox).add(to: router)
    return router
}

extension TestClientProtocol {
    func page(_ path: String, cookie: String? = nil, accepting languages: String? = nil) async throws -> TestResponse {
        var headers: HTTPFields = [:]
        if let cookie { headers[.cookie] = cookie }
        if let languages { headers[.acceptLanguage] = languages }
        return try await execute(uri: path, method: .get, headers: headers)
    }

    /// Sends a form, from our own pages unless said otherwise.
    func form(
        _ path: String,
        _ fields: String = "",
        origin: String? = ownOrigin,
        cookie: String? = nil
    ) async throws -> TestResponse {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        if let origin { headers[.origin] = origin }
        if let cookie { headers[.cookie] = cookie }
        return try await execute(uri: path, method: .post, headers: headers, body: ByteBuffer(string: fields))
    }

    /// Sets the installation up by the form of its page.
    func setUpByForm() async throws -> TestResponse {
        let token = setUpToken.replacing(" ", with: "+")
        return try await form(
            "/setup",
            "token=\(token)&organisation=Chigiri&name=Hanako&email=hanako%40example.jp"
        )
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }

    /// Attributes of the cookie of this name; its value first.
    func cookie(_ name: String) -> [String]? {
        headers[values: .setCookie]
            .map { $0.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) } }
            .first { $0.first?.hasPrefix(name + "=") == true }
    }
}

/// A sender and a signer with a session each, and a contract that is out for signing.
struct Cast: Sendable {
    let account: Account
    let envelope: Envelope
    /// Both sessions, as a browser sends them without TLS.
    let cookie: String
    /// The token of the signer's link.
    let link: String

    static let now = Timestamp(milliseconds: 1_790_000_000_000)
    /// The digest of the document, as forms and addresses of pictures say it.
    static let shown = String(repeating: "07", count: 32)

    init(in store: any ServiceStore, title: String = "業務委託契約", name: String = "髙橋 花子") async throws {
        let organisation = Organisation(
            id: OrganisationID(from: systemRandomBytes),
            name: "契約株式会社",
            createdAt: Self.now
        )
        let account = Account(
            id: AccountID(from: systemRandomBytes),
            organisation: organisation.id,
            name: "送信 太郎",
            address: try MailAddress("sender@company.example", field: "email"),
            isAdministrator: true,
            createdAt: Self.now
        )
        let document = try Self.document(of: organisation)
        let envelope = try Self.envelope(of: account, document, title: title, name: name)
        let (senderSecret, signerSecret) = (SecretToken(from: systemRandomBytes), SecretToken(from: systemRandomBytes))
        let link = SecretToken(from: systemRandomBytes)
        let end = Self.now.advanced(by: .seconds(600))
        let accountSession = AccountSession(
            digest: senderSecret.digest,
            account: account.id,
            openedAt: Self.now,
            expiresAt: end
        )
        let signer = try #require(envelope.signers.first)
        let signerSession = SignerSession(
            digest: signerSecret.digest,
            envelope: envelope.id,
            signer: signer.id,
            openedAt: Self.now,
            expiresAt: end
        )
        let invitation = Invitation(
            digest: link.digest,
            envelope: envelope.id,
            signer: signer.id,
            createdAt: Self.now
        )
        try await store.write { transaction in
            try transaction.insert(organisation)
            try transaction.insert(account, token: SecretToken(from: systemRandomBytes).digest)
            try transaction.insert(document)
            try transaction.save(envelope.created(at: Self.now))
            try transaction.insert(accountSession)
            try transaction.insert(signerSession)
            try transaction.insert(invitation)
        }
        self.account = account
        self.envelope = envelope
        cookie = "chigiri-account=\(senderSecret.text); chigiri-signer=\(signerSecret.text)"
        self.link = link.text
    }

    private static func document(of organisation: Organisation) throws -> StoredDocument {
        let id = DocumentID(from: systemRandomBytes)
        return StoredDocument(
            id: id,
            organisation: organisation.id,
            name: "契約書.pdf",
            pages: 3,
            key: WrappedDataKey(name: id.text, wrapped: Blob([1, 2, 3])),
            revisions: [
                Revision(
                    segment: Segment(
                        digest: try #require(SegmentDigest(bytes: Array(repeating: 1, count: 32))),
                        length: 1_000
                    ),
                    sha256: Array(repeating: 7, count: 32)
                )
            ],
            createdAt: now
        )
    }

    private static func envelope(
        of account: Account,
        _ document: StoredDocument,
        title: String,
        name: String
    ) throws -> Envelope {
        Envelope(
            id: EnvelopeID(from: systemRandomBytes),
            organisation: account.organisation,
            sender: account.id,
            title: title,
            language: .ja,
            document: document.id,
            createdAt: now,
            expiresAt: nil,
            signers: [
                Signer(
                    id: SignerID(from: systemRandomBytes),
                    name: name,
                    address: try MailAddress("hanako@party.example", field: "email"),
                    kind: .witness,
                    order: 1,
                    box: SignatureBox(page: 1, x: 10, y: 10, width: 150, height: 50),
                    imprint: .personal,
                    field: "Signature1",
                    state: .viewed(at: now)
                )
            ],
            state: .outForSigning(since: now),
            waitingFor: nil,
            version: 0
        )
    }
}

extension Request {
    /// A POST whose body arrives in these pieces.
    static func posted(_ type: String?, _ pieces: [[UInt8]]) -> Request {
        var headers: HTTPFields = [:]
        if let type { headers[.contentType] = type }
        let buffers = AsyncStream<ByteBuffer> { continuation in
            for piece in pieces { continuation.yield(ByteBuffer(bytes: piece)) }
            continuation.finish()
        }
        return Request(
            head: HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/", headerFields: headers),
            body: RequestBody(asyncSequence: buffers)
        )
    }
}

/// The code of the problem that `body` throws; nil when it throws none.
func problemCode(of body: () async throws -> Void) async -> String? {
    do {
        try await body()
        return nil
    } catch {
        return Problem(any: error).code
    }
}
