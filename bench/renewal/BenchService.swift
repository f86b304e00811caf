import CMS
import Crypto
import DeclaredPKI
import Foundation
import Logging
import SQLiteStorage
import SignerProtocol
import SigningService
import Synchronization
import Typesetting

/// The service on SQLite in a folder of its own; an authority with a new certificate each year is all of the world outside.
struct BenchService: Sendable {
    static let start = DeclaredPKI.now
    static let year: TimeInterval = 365 * 86_400

    let folder: URL
    let outside: Outside
    let store: SQLiteStore
    let segments: DiskDocumentStore
    let needs: ServiceNeeds
    let sender: SenderActor

    init(in folder: URL) async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.folder = folder
        let outside = try Outside()
        self.outside = outside
        store = try SQLiteStore(path: folder.appending(path: "chigiri.db").path)
        segments = try DiskDocumentStore(folder: folder.appending(path: "segments").path)
        needs = ServiceNeeds(
            settings: ServiceSettings(
                environment: .test,
                instance: "bench",
                publicURL: "https://localhost:8443",
                relyingParty: RelyingPartySettings(id: "localhost", origins: ["https://localhost:8443"]),
                signerAnchors: [outside.pki.root.certificate.der],
                timestampAnchors: [outside.root.certificate.der],
                signerKinds: [.party],
                setUpToken: TokenDigest(of: "bench"),
                crashPoint: nil
            ),
            store: store,
            segments: segments,
            signer: outside,
            authority: outside,
            timestamps: outside,
            revocation: outside,
            mail: outside,
            fonts: try FontLibrary(),
            now: { Timestamp(outside.now) },
            randomBytes: systemRandomBytes,
            log: Logger(label: "bench")
        )
        let accounts = Accounts(needs)
        let made = try await accounts.setUp(token: "bench", organisation: "契約", name: "太郎", email: "a@b.example")
        sender = try await accounts.sender(bearing: made.token.text)
    }

    /// Leaves what is due to the queue and does at most `limit` jobs of it; how many.
    @discardableResult
    func work(atMost limit: Int = .max) async throws -> Int {
        let worker = Worker(needs)
        var done = 0
        while done < limit, try await worker.step() { done += 1 }
        return done
    }

    /// A sealed contract of one file, with what its timestamp rests on.
    func insert(_ documents: [StoredDocument], _ standing: StampStanding) async throws {
        let time = Timestamp(outside.now)
        try await store.write { transaction in
            for document in documents {
                let sealed = Sealed(
                    at: time,
                    level: "B-LTA",
                    renewBy: standing.renewFrom,
                    certificate: document.id,
                    evidence: document.id
                )
                let envelope = Envelope(
                    id: EnvelopeID(from: systemRandomBytes),
                    organisation: sender.organisation,
                    sender: sender.account.id,
                    title: "業務委託契約",
                    language: .ja,
                    document: document.id,
                    createdAt: time,
                    expiresAt: nil,
                    signers: [],
                    state: .sealed(sealed),
                    waitingFor: nil,
                    version: 0
                )
                try transaction.insert(document)
                let note = AuditNote(.sealed, by: AuditNote.service)
                try transaction.save(Change(envelope, expectedVersion: 0, audit: note, at: time))
                try transaction.save(
                    RenewalStanding(
                        document: document.id,
                        envelope: envelope.id,
                        revisions: document.revisions.count,
                        stamp: standing
                    )
                )
            }
        }
    }
}
