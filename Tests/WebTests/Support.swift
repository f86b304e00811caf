import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import SQLiteStorage
import SignerProtocol
import SigningService
import Testing
import Typesetting

@testable import Web

/// An outside world in which nothing answers.
struct NothingAnswers: SignerClient, CertificationAuthority, TimestampSource, RevocationSource, MailSender {
    private func unavailable<Value>(_ service: String) throws -> Value {
        throw ExternalServiceError.unavailable(service: service, reason: "not there")
    }

    func status() async throws -> SignerStatus { try unavailable("signer") }
    func token() async throws -> TokenReport { try unavailable("signer") }
    func tokenUnwraps() async throws -> UnwrapReport { try unavailable("signer") }
    func enrol(_ request: CredentialRequest) async throws -> CredentialEnrolment { try unavailable("signer") }
    func registerPasskey(
        _ registration: PasskeyRegistrationBytes,
        for credential: String
    ) async throws -> CredentialRecord { try unavailable("signer") }
    func installCertificate(_ chain: IssuedChain, for credential: String) async throws -> CredentialRecord {
        try unavailable("signer")
    }
    func credential(_ id: String) async throws -> CredentialRecord { try unavailable("signer") }
    func auditChains() async throws -> [String] { try unavailable("signer") }
    func audit(chain: String) async throws -> [AuditRecord] { try unavailable("signer") }
    func requestActivation(_ request: ActivationRequest) async throws -> PendingActivation { try unavailable("signer") }
    func activate(_ data: ActivationData) async throws -> SignatureResponse { try unavailable("signer") }
    func settleActivation(_ id: String) async throws -> SignatureResponse { try unavailable("signer") }
    func confirm(_ order: ConfirmationOrder) async throws -> SignatureResponse { try unavailable("signer") }
    func settleConfirmation(_ id: String) async throws -> SignatureResponse { try unavailable("signer") }
    func seal(_ order: SealOrder) async throws -> SignatureResponse { try unavailable("signer") }
    func operators() async throws -> [OperatorRecord] { try unavailable("signer") }
    func requestOperator(_: OperatorRequest) async throws -> OperatorEnrolment { try unavailable("signer") }
    func registerOperator(_: OperatorRegistration, as _: String) async throws -> OperatorRecord {
        try unavailable("signer")
    }
    func acts() async throws -> [CriticalActRecord] { try unavailable("signer") }
    func requestAct(_: CriticalActRequest) async throws -> CriticalActRecord { try unavailable("signer") }
    func approveAct(_: String, _: PasskeyAssertionBytes) async throws -> CriticalActRecord {
        try unavailable("signer")
    }
    func settleSeal(_ id: String) async throws -> SignatureResponse { try unavailable("signer") }
    func serviceKey(_ purpose: ServiceKeyPurpose) async throws -> ServiceKeyRecord { try unavailable("signer") }
    func installServiceCertificate(
        _ chain: IssuedChain,
        for purpose: ServiceKeyPurpose
    ) async throws -> ServiceKeyRecord { try unavailable("signer") }
    func makeDataKey(_ request: DataKeyRequest) async throws -> OpenedDataKey { try unavailable("signer") }
    func openDataKey(_ ticket: ReadTicket) async throws -> OpenedDataKey { try unavailable("signer") }
    func issue(_ certificationRequest: [UInt8], profile: CertificateProfile) async throws -> [[UInt8]] {
        try unavailable("ca")
    }
    func timestamp(sha256 digest: [UInt8]) async throws -> [UInt8] { try unavailable("tsa") }
    func revocation(of chain: [[UInt8]]) async throws -> RevocationData { try unavailable("revocation") }
    func send(_ message: MailMessage, id: String) async throws { let _: Never = try unavailable("mail") }
}

/// A store of segments that holds none and keeps none.
struct NoSegments: DocumentStore {
    func begin() throws -> any SegmentSink { throw ServiceError.storage("no segments here") }
    func open(_ digest: SegmentDigest) throws -> any SegmentFile {
        throw ServiceError.segmentDamaged(digest.hexadecimal)
    }
    func segments(olderThanSeconds seconds: Int) throws -> [SegmentDigest] { [] }
    func remove(_ digest: SegmentDigest) throws {}
    func removeIncoming(olderThanSeconds seconds: Int) throws {}
}

let setUpToken = "set-up token of the tests"

/// Runs `body` against the whole API on an empty database of its own.
func withAPI(
    _ environment: ServiceEnvironment = .test,
    _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
) async throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let needs = try needs(environment, in: folder)
    let router = try API(needs, isSecure: true).router()
    try await Application(router: router, logger: needs.log).test(.router) { try await body($0) }
}

func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chigiri-web-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
}

/// What the service needs, on an empty database in `folder`.
func needs(
    _ environment: ServiceEnvironment,
    in folder: URL,
    signerAnchors: [[UInt8]] = [],
    timestampAnchors: [[UInt8]] = []
) throws -> ServiceNeeds {
    let world = NothingAnswers()
    return ServiceNeeds(
        settings: ServiceSettings(
            environment: environment,
            instance: "tests",
            publicURL: "https://localhost:8443",
            relyingParty: RelyingPartySettings(
                id: "localhost",
                origins: ["https://localhost:8443", "https://localhost", "http://localhost"]
            ),
            signerAnchors: signerAnchors,
            timestampAnchors: timestampAnchors,
            signerKinds: Set(SignerKind.allCases),
            setUpToken: TokenDigest(of: setUpToken),
            crashPoint: nil
        ),
        store: try SQLiteStore(path: folder.appending(path: "chigiri.db").path),
        segments: NoSegments(),
        signer: world,
        authority: world,
        timestamps: world,
        revocation: world,
        mail: world,
        fonts: try FontLibrary(),
        now: { Timestamp(milliseconds: 1_790_000_000_000) },
        randomBytes: systemRandomBytes,
        log: Logger(label: "tests", factory: { _ in SwiftLogNoOpLogHandler() })
    )
}

extension TestClientProtocol {
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        json: String? = nil,
        bearer: String? = nil
    ) async throws -> TestResponse {
        var headers: HTTPFields = [:]
        if json != nil { headers[.contentType] = "application/json" }
        if let bearer { headers[.authorization] = "Bearer \(bearer)" }
        return try await execute(uri: path, method: method, headers: headers, body: json.map { ByteBuffer(string: $0) })
    }

    /// Sets the installation up and gives the administrator's token.
    func setUp() async throws -> String {
        let answer = try await send(.post, "/v1/setup", json: setUpBody)
        return try #require(try answer.object()["token"] as? String)
    }
}

let setUpBody = """
    {"setupToken": "\(setUpToken)", "organisation": {"name": "契り商事"}, "account": {"name": "花子", "email": "hanako@example.jp"}}
    """

extension TestResponse {
    func object() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(body.readableBytesView)) as? [String: Any])
    }

    func code() throws -> String? { try object()["code"] as? String }
}
