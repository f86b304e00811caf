import Foundation
import Logging
import Outbound
import SignerProtocol
import SigningService
import Typesetting
import Web

/// Every object of a running service, built from its settings and passed down.
struct Composition: Sendable {
    let settings: Settings
    let needs: ServiceNeeds
    let signer: MutualTLSSignerClient
    /// Nil while segments rest on the disk.
    let bucket: S3DocumentStore?
    /// Where a spool is what mail goes into.
    private let spool: SpoolMailSender?
    private let smtp: SMTPMailSender?

    private let opened: OpenedStore
    private let timestampCalls: TimestampCallLog

    /// Opens the database and the segments; connects nowhere else yet.
    init(_ settings: Settings, log: Logger) async throws {
        opened = try await OpenedStore(settings.database, of: settings.service.environment)
        signer = try MutualTLSSignerClient(url: settings.signerURL, identity: settings.signerIdentity)
        bucket = try settings.objectStore.map { store in
            try S3DocumentStore(
                store,
                environment: settings.service.environment.rawValue,
                spool: settings.segments,
                now: { Date() },
                log: log
            )
        }
        let segments: any DocumentStore =
            if let bucket { bucket } else { try DiskDocumentStore(folder: settings.segments) }
        let mail: any MailSender
        switch settings.mail {
        case .spool(let folder):
            let spool = SpoolMailSender(folder: folder)
            (mail, self.spool, smtp) = (spool, spool, nil)
        case .smtp(let relay, let origin):
            let smtp = SMTPMailSender(relay: relay, origin: origin) { Date() }
            (mail, spool, self.smtp) = (smtp, nil, smtp)
        }
        timestampCalls = TimestampCallLog(store: opened.store, log: log)
        let now: @Sendable () -> Date = { Date() }
        needs = ServiceNeeds(
            settings: settings.service,
            store: opened.store,
            segments: segments,
            signer: signer,
            authority: CAClient(url: settings.authority),
            timestamps: try settings.timestampClient(now: now, log: log, history: timestampCalls),
            revocation: settings.revocationClient(now: now, log: log, store: opened.store),
            mail: mail,
            view: URL(string: settings.service.publicURL).map {
                NetworkInstallationView(signer: settings.signerURL, publicURL: $0)
            },
            clocks: HTTPDates(partners: [settings.authority], now: now),
            fonts: try FontLibrary(),
            now: { Timestamp(Date()) },
            randomBytes: systemRandomBytes,
            log: log,
            // Threads that wait for the network leave the processors to others.
            documentThreads: bucket == nil ? DocumentThreads() : DocumentThreads(count: 16)
        )
        self.settings = settings
    }

    func server() throws -> WebServer {
        let mails: (@Sendable () async throws -> [MailMessage])? = spool.map { spool in
            { @Sendable in try spool.messages() }
        }
        return try WebServer(
            needs,
            listener: settings.listener,
            trialHTTPPort: settings.trialHTTPPort,
            mails: settings.service.environment == .test ? mails : nil
        )
    }

    /// Who does the jobs in this process, under a name that no other process has meanwhile.
    func worker(_ name: ProcessName) -> Worker {
        Worker(needs, holder: name.text, neighbours: opened.neighbours)
    }

    /// Closes what was opened to the outside.
    func shutdown() async throws {
        await smtp?.shutdown()
        await timestampCalls.flush()
        await opened.close()
        try await bucket?.shutdown()
        try await signer.shutdown()
    }
}
