import CMS
import Crypto
import DeclaredPKI
import Foundation
import SignerProtocol
import SigningService
import Synchronization

/// What the service needs of others: one data key, timestamps, and OCSP answers about single certificates; no signatures.
final class Outside: SignerClient, CertificationAuthority, TimestampSource, RevocationSource, MailSender {
    let pki: DeclaredPKI
    let root: DeclaredIdentity
    /// A certificate of sixteen months for each year.
    let years: [DeclaredIdentity]
    let dataKey = SymmetricKey(size: .bits256)
    private let held = Mutex((now: BenchService.start, timestamps: 0))

    init() throws {
        let (start, year) = (BenchService.start, BenchService.year)
        pki = try DeclaredPKI(from: start.addingTimeInterval(-86_400), until: start.addingTimeInterval(20 * year))
        let root = try DeclaredIdentity(
            .authority("TSA Root").valid(
                from: start.addingTimeInterval(-86_400),
                until: start.addingTimeInterval(20 * year)
            )
        )
        self.root = root
        years = try (0..<3).map { number in
            let begin = start.addingTimeInterval(Double(number) * year - 86_400)
            return try root.issue(
                .timestamping("TSA \(number)").valid(from: begin, until: begin.addingTimeInterval(487 * 86_400))
            )
        }
    }

    var now: Date { held.withLock { $0.now } }
    /// How many were asked for.
    var timestamps: Int { held.withLock { $0.timestamps } }
    var authority: DeclaredIdentity {
        let year = Int(now.timeIntervalSince(BenchService.start) / BenchService.year)
        return years[min(max(year, 0), years.count - 1)]
    }

    func advance(by seconds: TimeInterval) { held.withLock { $0.now += seconds } }

    // MARK: - What it does

    func timestamp(over imprint: MessageImprint) async throws -> [UInt8] {
        held.withLock { $0.timestamps += 1 }
        return try authority.timestamp(over: imprint, at: now)
    }

    func timestamp(sha256 digest: [UInt8]) async throws -> [UInt8] {
        try await timestamp(over: MessageImprint(hashAlgorithm: .sha256, digest: digest))
    }

    func revocation(of chain: [[UInt8]]) async throws -> RevocationData {
        let issuers = [pki.root, pki.issuing, root]
        let answers = try chain.dropLast().map { der in
            let certificate = try Certificate(der: der)
            guard let issuer = issuers.first(where: { $0.certificate.subject == certificate.issuer }) else {
                return try down("revocation") as [UInt8]
            }
            return try issuer.ocsp(
                about: certificate,
                issuedBy: issuer.certificate,
                thisUpdate: now,
                nextUpdate: now.addingTimeInterval(3_600)
            )
        }
        return RevocationData(ocspResponses: answers)
    }

    func openDataKey(_ ticket: ReadTicket) async throws -> OpenedDataKey {
        OpenedDataKey(key: Blob(dataKey.withUnsafeBytes { Array($0) }), wrappedKey: ticket.wrappedKey)
    }

    func auditChains() async throws -> [String] { [] }
    func audit(chain: String) async throws -> [AuditRecord] { [] }

    // MARK: - What nobody asks of it

    private func down<Value>(_ service: String) throws -> Value {
        throw ExternalServiceError.unavailable(service: service, reason: "not there")
    }

    func makeDataKey(_: DataKeyRequest) async throws -> OpenedDataKey { try down("signer") }
    func status() async throws -> SignerStatus { try down("signer") }
    func token() async throws -> TokenReport { try down("signer") }
    func tokenUnwraps() async throws -> UnwrapReport { try down("signer") }
    func enrol(_: CredentialRequest) async throws -> CredentialEnrolment { try down("signer") }
    func registerPasskey(_: PasskeyRegistrationBytes, for _: String) async throws -> CredentialRecord {
        try down("signer")
    }
    func installCertificate(_: IssuedChain, for _: String) async throws -> CredentialRecord { try down("signer") }
    func credential(_: String) async throws -> CredentialRecord { try down("signer") }
    func requestActivation(_: ActivationRequest) async throws -> PendingActivation { try down("signer") }
    func activate(_: ActivationData) async throws -> SignatureResponse { try down("signer") }
    func settleActivation(_: String) async throws -> SignatureResponse { try down("signer") }
    func confirm(_: ConfirmationOrder) async throws -> SignatureResponse { try down("signer") }
    func settleConfirmation(_: String) async throws -> SignatureResponse { try down("signer") }
    func seal(_: SealOrder) async throws -> SignatureResponse { try down("signer") }
    func settleSeal(_: String) async throws -> SignatureResponse { try down("signer") }
    func operators() async throws -> [OperatorRecord] { try down("signer") }
    func requestOperator(_: OperatorRequest) async throws -> OperatorEnrolment { try down("signer") }
    func registerOperator(_: OperatorRegistration, as _: String) async throws -> OperatorRecord { try down("signer") }
    func acts() async throws -> [CriticalActRecord] { try down("signer") }
    func requestAct(_: CriticalActRequest) async throws -> CriticalActRecord { try down("signer") }
    func approveAct(_: String, _: PasskeyAssertionBytes) async throws -> CriticalActRecord { try down("signer") }
    func serviceKey(_: ServiceKeyPurpose) async throws -> ServiceKeyRecord { try down("signer") }
    func installServiceCertificate(_: IssuedChain, for _: ServiceKeyPurpose) async throws -> ServiceKeyRecord {
        try down("signer")
    }
    func issue(_: [UInt8], profile _: CertificateProfile) async throws -> [[UInt8]] { try down("ca") }
    func send(_: MailMessage, id _: String) async throws { let _: Never = try down("mail") }
}
