import CMS
import Crypto
import DeclaredPKI
import Foundation
import PAdES
import PDF
import SignerProtocol
import Synchronization

@testable import SigningService

/// A service that keeps sealed contracts for years: its authorities change their certificates every year.
struct ArchiveWorld {
    static let year = Duration.seconds(365 * 86_400)

    let world: World
    let pki: DeclaredPKI
    let authority: YearlyAuthority
    let revocation: CurrentRevocation
    let sender: SenderActor

    var needs: ServiceNeeds { world.needs }

    /// `time` is when its first contract is signed.
    init(from time: Timestamp = .noon, revocation form: CurrentRevocation.Form = .lists) async throws {
        let start = time.date
        let pki = try DeclaredPKI(
            from: start.addingTimeInterval(-86_400),
            until: start.addingTimeInterval(30 * 365 * 86_400)
        )
        let authority = try YearlyAuthority(from: start)
        let revocation = try CurrentRevocation([pki.root, pki.issuing, authority.root], by: form)
        self.pki = pki
        self.authority = authority
        self.revocation = revocation
        world = try World(
            anchors: [pki.root.certificate.der],
            timestampAnchors: [authority.root.certificate.der],
            timestamps: authority,
            revocation: revocation
        )
        world.clock.advance(by: .milliseconds(time.milliseconds - world.clock.now.milliseconds))
        authority.clock = world.clock
        revocation.clock = world.clock
        sender = try await world.sender()
    }

    func remove() { world.remove() }

    /// A signed contract at B-LTA with its completion certificate, stored as sealed.
    func sealed(by key: DeclaredKey = .p256()) async throws -> Envelope {
        let contract = try await archived("契約書.pdf", by: key)
        let certificate = try await archived("合意締結証明書.pdf", by: .p256())
        let time = world.clock.now
        let envelope = Envelope(
            id: EnvelopeID(from: systemRandomBytes),
            organisation: sender.organisation,
            sender: sender.account.id,
            title: "業務委託契約",
            language: .ja,
            document: contract.document.id,
            createdAt: time,
            expiresAt: nil,
            signers: [],
            state: .sealed(
                Sealed(
                    at: time,
                    level: "B-LTA",
                    renewBy: contract.standing.renewFrom,
                    certificate: certificate.document.id,
                    evidence: certificate.document.id
                )
            ),
            waitingFor: nil,
            version: 0
        )
        try await needs.store.write { transaction in
            try transaction.insert(contract.document)
            try transaction.insert(certificate.document)
            try transaction.save(
                Change(envelope, expectedVersion: 0, audit: AuditNote(.sealed, by: AuditNote.service), at: time)
            )
            for (document, stamp) in [contract, certificate] {
                try transaction.save(
                    RenewalStanding(
                        document: document.id,
                        envelope: envelope.id,
                        revisions: document.revisions.count,
                        stamp: stamp
                    )
                )
            }
        }
        return envelope
    }

    /// How many revisions a contract has when it is sealed: the upload, and all that was signed and stamped.
    static let sealed = 2

    private func archived(_ name: String, by key: DeclaredKey) async throws -> (
        document: StoredDocument, standing: StampStanding
    ) {
        let upload = SmallPDF.bytes()
        let signed = try signed(upload, by: key)
        // Revocation data have to be newer than the signature.
        world.clock.advance(by: .seconds(60))
        let result = try await ExtendToLongTerm(needs: needs).extend(BytesSource(signed), uploaded: upload.count)
        world.clock.advance(by: .seconds(60))
        let custody = Custody(needs: needs)
        let document = try await custody.keepNew(upload, name: name, pages: 1, organisation: sender.organisation)
        let open = try await custody.open(document, by: AuditNote.service, for: .seal)
        let suffix = Array(signed.dropFirst(upload.count)) + result.suffix
        let revision = try await open.reading { try custody.keep(suffix: suffix, after: open) }
        return (document.appending(revision), result.standing)
    }

    private func signed(_ upload: [UInt8], by key: DeclaredKey) throws -> [UInt8] {
        let now = world.clock.now.date
        let signer = try pki.issuing.issue(
            .signer("契 太郎").valid(from: now.addingTimeInterval(-60), until: now.addingTimeInterval(365 * 86_400)),
            key: key
        )
        var file = upload
        file += try addSignatureFields(
            [SignatureFieldRequest(name: "One", box: nil)],
            lockingForeignFields: true,
            to: Document(BytesSource(file))
        )
        let chain = [signer.certificate.der, pki.issuing.certificate.der]
        let prepared = try PreparedSignature(
            field: "One",
            certificateChain: chain,
            algorithm: key.algorithm,
            content: SignatureDictionaryContent(signingTime: now, docMDP: 2, contentsSize: 16_384),
            appearance: nil,
            in: Document(BytesSource(file))
        )
        let value = try signer.sign(prepared.signedAttributes)
        let imprint = PreparedSignature.timestampImprint(of: value)
        file += try prepared.finished(
            signature: value,
            certificateChain: chain,
            timestampToken: authority.token(over: MessageImprint(hashAlgorithm: .sha256, digest: imprint))
        )
        return file
    }

    func document(_ envelope: Envelope) async throws -> StoredDocument? {
        try await needs.store.read { try $0.document(envelope.document) }
    }

    /// The bytes as they are kept.
    func bytes(of envelope: Envelope) async throws -> [UInt8] {
        guard let document = try await document(envelope) else { throw ServiceError.documentUnknown }
        let source = try await Custody(needs: needs).open(document, by: "tests", for: .read).source
        return try source.read(0..<source.count)
    }

    /// Looks what is due and does it, then looks again: what a worker does within a minute.
    func work() async throws {
        try await RenewalSchedule(needs).keep()
        try await world.work()
        try await RenewalSchedule(needs).keep()
    }

    func openIncidents() async throws -> [String] {
        try await needs.store.read { try $0.incidents(limit: 100) }.filter { !$0.isClosed }.map(\.key).sorted()
    }

    func actions(of envelope: Envelope) async throws -> [String] {
        try await needs.store.read { try $0.audit(chain: envelope.chain) }.map(\.entry.action)
    }
}

/// A time-stamping authority with a certificate of sixteen months for each year, the first from today.
final class YearlyAuthority: TimestampSource {
    private struct Held {
        var clock: Clock?
        var isDown = false
        var isRevoked = false
        var imprints: [HashAlgorithm] = []
    }

    let root: DeclaredIdentity
    let years: [DeclaredIdentity]
    private let start: Date
    private let held = Mutex(Held())

    init(from start: Date) throws {
        let day: TimeInterval = 86_400
        let root = try DeclaredIdentity(
            .authority("TSA Root").valid(
                from: start.addingTimeInterval(-day),
                until: start.addingTimeInterval(30 * 365 * day)
            )
        )
        self.root = root
        self.start = start
        years = try (0..<6).map { year in
            let begin = start.addingTimeInterval((Double(year) * 365 - 1) * day)
            return try root.issue(
                .timestamping("TSA \(year)").valid(from: begin, until: begin.addingTimeInterval(487 * day))
            )
        }
    }

    var clock: Clock? {
        get { held.withLock { $0.clock } }
        set { held.withLock { $0.clock = newValue } }
    }

    var isDown: Bool {
        get { held.withLock { $0.isDown } }
        set { held.withLock { $0.isDown = newValue } }
    }

    /// The hashes that were stamped, oldest first.
    var imprints: [HashAlgorithm] { held.withLock { $0.imprints } }

    func token(over imprint: MessageImprint) throws -> [UInt8] {
        guard let now = clock?.now.date else { throw ServiceError.storage("no clock") }
        let year = min(max(Int(now.timeIntervalSince(start) / (365 * 86_400)), 0), years.count - 1)
        return try years[year].timestamp(over: imprint, at: now)
    }

    func timestamp(sha256 digest: [UInt8]) async throws -> [UInt8] {
        try await timestamp(over: MessageImprint(hashAlgorithm: .sha256, digest: digest))
    }

    func timestamp(over imprint: MessageImprint) async throws -> [UInt8] {
        if isDown { throw ExternalServiceError.unavailable(service: "tsa", reason: "down") }
        held.withLock { $0.imprints.append(imprint.hashAlgorithm) }
        return try token(over: imprint)
    }
}
