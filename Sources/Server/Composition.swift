import Foundation
import Logging
import Outbound
import SQLiteStorage
import SignerProtocol
import SigningService
import Typesetting
import Web

/// Every object of a running service, built from its settings and passed down.
struct Composition: Sendable {
    let settings: Settings
    let needs: ServiceNeeds
    let signer: MutualTLSSignerClient

    /// Opens the database and the segments; connects nowhere yet.
    init(_ settings: Settings, log: Logger) throws {
        let store = try SQLiteStore(path: settings.database)
        try store.stamp(settings.service.environment == .test ? .test : .production)
        signer = try MutualTLSSignerClient(url: settings.signerURL, identity: settings.signerIdentity)
        needs = ServiceNeeds(
            settings: settings.service,
            store: store,
            segments: try DiskDocumentStore(folder: settings.segments),
            signer: signer,
            authority: CAClient(url: settings.authority),
            timestamps: TimestampClient(
                authorities: settings.timestampAuthorities,
                policies: settings.timestampPolicies,
                now: { Date() },
                randomBytes: systemRandomBytes
            ),
            revocation: RevocationClient(
                addresses: PublicAddressGuard(exemptOrigins: settings.exemptOrigins, resolve: resolveWithSystem),
                now: { Date() },
                randomBytes: systemRandomBytes
            ),
            mail: SpoolMailSender(folder: settings.spool),
            view: URL(string: settings.service.publicURL).map {
                NetworkInstallationView(signer: settings.signerURL, publicURL: $0)
            },
            fonts: try FontLibrary(),
            now: { Timestamp(Date()) },
            randomBytes: systemRandomBytes,
            log: log
        )
        self.settings = settings
    }

    func server() throws -> WebServer {
        let spool = SpoolMailSender(folder: settings.spool)
        let mails: @Sendable () async throws -> [MailMessage] = { try spool.messages() }
        return try WebServer(
            needs,
            listener: settings.listener,
            trialHTTPPort: settings.trialHTTPPort,
            mails: settings.service.environment == .test ? mails : nil
        )
    }

    /// Closes what was opened to the outside.
    func shutdown() async throws {
        try await signer.shutdown()
    }
}
