import Crypto
import Foundation
import Logging
import SQLiteStorage
import SignerProtocol
import Synchronization
import Typesetting

@testable import SigningService

/// The service on a database and a folder of its own; of the outside world only data keys and mail are there.
struct World {
    let folder: URL
    let clock: Clock
    let mail = Mailbox()
    var needs: ServiceNeeds

    /// `segments` may stand before the folder in which documents rest.
    init(
        environment: ServiceEnvironment = .test,
        offering kinds: Set<SignerKind> = Set(SignerKind.allCases),
        uploadLimit: UploadLimit = .standard,
        signer: (any SignerClient)? = nil,
        view: (any InstallationView)? = nil,
        anchors: [[UInt8]] = [],
        timestampAnchors: [[UInt8]] = [],
        timestamps: (any TimestampSource)? = nil,
        revocation: (any RevocationSource)? = nil,
        segments: (DiskDocumentStore) -> any DocumentStore = { $0 }
    ) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "chigiri-service-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let clock = Clock()
        self.clock = clock
        let outside = Outside()
        needs = ServiceNeeds(
            settings: ServiceSettings(
                environment: environment,
                instance: "tests",
                publicURL: "https://localhost:8443",
                relyingParty: RelyingPartySettings(id: "localhost", origins: ["https://localhost:8443"]),
                signerAnchors: anchors,
                timestampAnchors: timestampAnchors,
                signerKinds: kinds,
                setUpToken: TokenDigest(of: "let me in"),
                crashPoint: nil,
                uploadLimit: uploadLimit
            ),
            store: try SQLiteStore(path: folder.appending(path: "chigiri.db").path),
            segments: segments(try DiskDocumentStore(folder: folder.appending(path: "segments").path)),
            signer: signer ?? outside,
            authority: outside,
            timestamps: timestamps ?? outside,
            revocation: revocation ?? outside,
            mail: mail,
            view: view,
            fonts: try FontLibrary(),
            now: { clock.now },
            randomBytes: systemRandomBytes,
            log: Logger(label: "tests", factory: { _ in SwiftLogNoOpLogHandler() })
        )
    }

    func remove() {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Marks the database as of an environment.
    func stamp(_ stamp: EnvironmentStamp) throws {
        try SQLiteStore(path: folder.appending(path: "chigiri.db").path).stamp(stamp)
    }

    /// Changes one byte in the middle of the segment that was written last.
    func damageNewestSegment() throws {
        let segments = folder.appending(path: "segments")
        let found = FileManager.default.enumerator(
            at: segments,
            includingPropertiesForKeys: [.contentModificationDateKey]
        )
        let files = (found?.allObjects as? [URL] ?? []).filter { !$0.hasDirectoryPath }
        let newest = try files.max { left, right in
            let dates = try [left, right].map { try $0.resourceValues(forKeys: [.contentModificationDateKey]) }
            return (dates[0].contentModificationDate ?? .distantPast)
                < (dates[1].contentModificationDate ?? .distantPast)
        }
        guard let newest else { throw CocoaError(.fileNoSuchFile) }
        var bytes = Array(try Data(contentsOf: newest))
        bytes[bytes.count / 2] ^= 1
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: newest.path)
        try Data(bytes).write(to: newest)
    }

    /// Does all jobs that are due now.
    func work() async throws {
        let worker = Worker(needs)
        while try await worker.step() {}
    }

    func sender() async throws -> SenderActor {
        let made = try await Accounts(needs).setUp(
            token: "let me in",
            organisation: "契約株式会社",
            name: "送信 太郎",
            email: "sender@company.example"
        )
        return try await Accounts(needs).sender(bearing: made.token.text)
    }

    func upload(_ bytes: [UInt8], by sender: SenderActor) async throws -> StoredDocument {
        try await Documents(needs).upload(name: "契約書.pdf", by: sender, body: Pieces(bytes))
    }

    /// An envelope out for signing by these people, and the links they were mailed.
    func sent(
        _ signers: [SignerRequest] = [.witness("hanako@party.example"), .witness("taro@party.example")],
        expiresAt: Timestamp? = nil,
        by sender: SenderActor
    ) async throws -> Envelope {
        let document = try await upload(SmallPDF.bytes(), by: sender)
        let request = EnvelopeRequest(
            title: "業務委託契約",
            document: document.id,
            language: .ja,
            expiresAt: expiresAt,
            signers: signers
        )
        let draft = try await Envelopes(needs).create(request, by: sender)
        return try await Envelopes(needs).send(draft.id, by: sender)
    }
}

extension SignerRequest {
    static func witness(_ email: String, order: Int? = nil) -> SignerRequest {
        SignerRequest(
            name: "髙橋 花子",
            email: email,
            kind: .witness,
            order: order,
            box: SignatureBox(page: 1, x: 20, y: 20, width: 150, height: 50)
        )
    }
}

/// A clock that stands until it is moved.
final class Clock: Sendable {
    private let time = Mutex(Timestamp(milliseconds: 1_790_000_000_000))

    var now: Timestamp { time.withLock { $0 } }

    func advance(by duration: Duration) {
        time.withLock { $0 = $0.advanced(by: duration) }
    }
}

/// Mail that was handed over, by its id.
final class Mailbox: MailSender {
    private let messages = Mutex<[String: MailMessage]>([:])
    private let counts = Mutex<[String: Int]>([:])
    private let refusals = Mutex<[String: ExternalServiceError]>([:])

    func send(_ message: MailMessage, id: String) async throws {
        if let refusal = refusals.withLock({ $0[message.to] }) { throw refusal }
        counts.withLock { $0[message.to, default: 0] += 1 }
        messages.withLock { $0[id] = message }
    }

    /// What comes of mail to this address from now on; nil when it is taken.
    func answer(mailTo address: String, with refusal: ExternalServiceError?) {
        refusals.withLock { $0[address] = refusal }
    }

    func messages(to address: String) -> [MailMessage] {
        messages.withLock { $0.values.filter { $0.to == address } }
    }

    /// How often mail to this address was taken, also when it was the same.
    func count(to address: String) -> Int {
        counts.withLock { $0[address] ?? 0 }
    }

    /// The token of the newest link to this address.
    func token(for address: String) -> String? {
        messages.withLock { messages in
            messages.values.filter { $0.to == address }
                .flatMap { $0.text.split(whereSeparator: \.isNewline) }
                .first { $0.contains("/sign/") }?
                .split(separator: "/").last.map(String.init)
        }
    }

    /// The end of the newest link to this address that begins with `path`.
    func link(_ path: String, for address: String) -> String? {
        messages.withLock { messages in
            messages.values.filter { $0.to == address }
                .flatMap { $0.text.split(whereSeparator: \.isNewline) }
                .first { $0.contains(path) }?
                .split(separator: "/").last.map(String.init)
        }
    }

    /// The codes mailed to this address, oldest first.
    func codes(for address: String) -> [String] {
        messages.withLock { messages in
            messages.filter { $0.key.hasPrefix("code-") && $0.value.to == address }
                .sorted { $0.key < $1.key }
                .compactMap { $0.value.text.firstMatch(of: /(?m)^\d{4} \d{4}$/).map { String($0.output) } }
        }
    }

    var subjects: [String] { messages.withLock { $0.values.map(\.subject).sorted() } }
}

/// An upload in pieces.
struct Pieces: AsyncSequence, Sendable {
    let bytes: [UInt8]
    let size: Int

    init(_ bytes: [UInt8], of size: Int = 1_000) {
        self.bytes = bytes
        self.size = size
    }

    func makeAsyncIterator() -> AsyncStream<[UInt8]>.Iterator {
        AsyncStream<[UInt8]> { continuation in
            for start in stride(from: 0, to: bytes.count, by: size) {
                continuation.yield(Array(bytes[start..<Swift.min(start + size, bytes.count)]))
            }
            continuation.finish()
        }.makeAsyncIterator()
    }
}

/// Data keys in memory; everything else is down.
private final class Outside: SignerClient, CertificationAuthority, TimestampSource, RevocationSource {
    private let keys = Mutex<[Blob: (document: String, key: Blob)]>([:])

    private func down<Value>(_ service: String) throws -> Value {
        throw ExternalServiceError.unavailable(service: service, reason: "not there")
    }

    func makeDataKey(_ request: DataKeyRequest) async throws -> OpenedDataKey {
        let opened = OpenedDataKey(key: Blob(systemRandomBytes(32)), wrappedKey: Blob(systemRandomBytes(40)))
        keys.withLock { $0[opened.wrappedKey] = (request.document, opened.key) }
        return opened
    }

    func openDataKey(_ ticket: ReadTicket) async throws -> OpenedDataKey {
        guard let known = keys.withLock({ $0[ticket.wrappedKey] }), known.document == ticket.document else {
            throw ExternalServiceError.signer(.wrappedKeyRefused)
        }
        return OpenedDataKey(key: known.key, wrappedKey: ticket.wrappedKey)
    }

    func status() async throws -> SignerStatus { try down("signer") }
    func token() async throws -> TokenReport { try down("signer") }
    func tokenUnwraps() async throws -> UnwrapReport { try down("signer") }
    func enrol(_ request: CredentialRequest) async throws -> CredentialEnrolment { try down("signer") }
    func registerPasskey(_: PasskeyRegistrationBytes, for _: String) async throws -> CredentialRecord {
        try down("signer")
    }
    func installCertificate(_: IssuedChain, for _: String) async throws -> CredentialRecord { try down("signer") }
    func credential(_ id: String) async throws -> CredentialRecord { try down("signer") }
    func auditChains() async throws -> [String] { try down("signer") }
    func audit(chain: String) async throws -> [AuditRecord] { try down("signer") }
    func requestActivation(_: ActivationRequest) async throws -> PendingActivation { try down("signer") }
    func activate(_: ActivationData) async throws -> SignatureResponse { try down("signer") }
    func settleActivation(_ id: String) async throws -> SignatureResponse { try down("signer") }
    func confirm(_: ConfirmationOrder) async throws -> SignatureResponse { try down("signer") }
    func settleConfirmation(_ id: String) async throws -> SignatureResponse { try down("signer") }
    func seal(_: SealOrder) async throws -> SignatureResponse { try down("signer") }
    func operators() async throws -> [OperatorRecord] { try down("signer") }
    func requestOperator(_: OperatorRequest) async throws -> OperatorEnrolment { try down("signer") }
    func registerOperator(_: OperatorRegistration, as _: String) async throws -> OperatorRecord { try down("signer") }
    func acts() async throws -> [CriticalActRecord] { try down("signer") }
    func requestAct(_: CriticalActRequest) async throws -> CriticalActRecord { try down("signer") }
    func approveAct(_: String, _: PasskeyAssertionBytes) async throws -> CriticalActRecord { try down("signer") }
    func settleSeal(_ id: String) async throws -> SignatureResponse { try down("signer") }
    func serviceKey(_: ServiceKeyPurpose) async throws -> ServiceKeyRecord { try down("signer") }
    func installServiceCertificate(_: IssuedChain, for _: ServiceKeyPurpose) async throws -> ServiceKeyRecord {
        try down("signer")
    }
    func issue(_: [UInt8], profile _: CertificateProfile) async throws -> [[UInt8]] { try down("ca") }
    func timestamp(sha256 _: [UInt8]) async throws -> [UInt8] { try down("tsa") }
    func revocation(of _: [[UInt8]]) async throws -> RevocationData { try down("ocsp") }
}
