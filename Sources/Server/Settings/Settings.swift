import CMS
import Doctor
import Foundation
import Outbound
import SigningService
import Web

/// The service's settings: read once, checked, then passed down as values.
struct Settings: Sendable {
    let service: ServiceSettings
    let listener: WebServer.Listener
    /// 127.0.0.1 without TLS; nil in production.
    let trialHTTPPort: Int?
    let database: DatabasePlace
    /// The folder of segments, or with an object store of ciphertext on its way there.
    let segments: String
    /// Nil while segments rest on the disk.
    let objectStore: ObjectStoreSettings?
    /// Files and folders that the settings name, and that have to be seen wherever the service runs.
    let files: [String]
    let mail: MailRoute
    /// Of the settings file.
    let folder: String
    let signerURL: URL
    let signerIdentity: MutualTLSSignerClient.Identity
    let authority: URL
    let timestampAuthorities: [TimestampAuthority]
    let revocationUse: Duration
    let revocationListLimit: Int
    let exemptOrigins: Set<Origin>

    /// Policy of the trial's TSA. Decision 0014
    static let trialTimestampPolicy = "2.25.274637420155013839245863518163418915921.4"

    /// Where documents rest, for people.
    var documents: String { objectStore?.place ?? segments }

    /// Reads the file at `path`, whose own relative paths begin at its folder.
    ///
    /// `variables` are those of the process.
    ///
    /// - Throws: `RefusedStart` with everything that `chigiri doctor` would find in the way of a start.
    init(path: String, variables: [String: String], now: Date) throws(RefusedStart) {
        let practice = Practice(ServicePatient.self, settings: path, variables: variables, now: now)
        self.init(try practice.admitted())
    }

    /// What a patient without problems means.
    private init(_ patient: ServicePatient) {
        let file = patient.file
        guard let environment = file.serviceEnvironment, let publicURL = file.linkBase, let port = file.port,
            let signerURL = file.signerURL, let authority = file.authority,
            let timestampAuthorities = file.timestampAuthorities(path: patient.path),
            let revocationUse = file.revocationUse, let revocationListLimit = file.revocationListLimit,
            let revocationGrace = file.revocationGrace, let exemptOrigins = file.exemptions,
            let offeredKinds = file.offeredKinds, let uploadLimit = file.uploadLimit,
            let mail = file.mail.route(path: patient.path),
            let signers = CertificateFile.read(patient.path(file.trust.signers)),
            let timestamps = CertificateFile.read(patient.path(file.trust.timestamps)),
            let registered = patient.registeredAnchors, let database = patient.databasePlace
        else {
            preconditionFailure("SETTING_REFUSED, CERTIFICATE_UNREADABLE and ANCHOR_LIST_UNREADABLE name each of these")
        }
        let accredited = file.trust.accreditedTimestamps.flatMap { CertificateFile.read(patient.path($0)) } ?? []
        var timestampAnchors = timestamps
        for anchor in timestampAuthorities.flatMap(\.anchors) + accredited where !timestampAnchors.contains(anchor) {
            timestampAnchors.append(anchor)
        }
        service = ServiceSettings(
            environment: environment,
            instance: file.instance,
            publicURL: publicURL,
            relyingParty: RelyingPartySettings(id: file.relyingParty.id, origins: file.relyingParty.origins),
            signerAnchors: signers.map(\.der),
            timestampAnchors: timestampAnchors.map(\.der),
            signerKinds: offeredKinds,
            setUpToken: patient.setUpTokenFile.flatMap { SetUpToken(path: $0)?.digest },
            crashPoint: patient.variables["CHIGIRI_CRASH_AT"].flatMap(CrashPoint.init(rawValue:)),
            uploadLimit: uploadLimit,
            accreditedTimestampAnchors: accredited.map(\.der),
            revocationGrace: revocationGrace,
            registeredAnchors: registered
        )
        trialHTTPPort = environment == .test ? file.trialHTTPPort : nil
        listener = WebServer.Listener(
            host: file.listen.host,
            port: port,
            certificate: patient.path(file.tls.certificate),
            key: patient.path(file.tls.key)
        )
        self.database = database
        folder = patient.path(".")
        segments = patient.path(file.segments)
        objectStore = patient.objectStore
        guard (objectStore != nil) == file.usesBucket else {
            preconditionFailure("SETTING_REFUSED and OBJECT_STORE_KEYS name what a bucket needs")
        }
        files =
            database.files + patient.bucketFiles + mail.files
            + (file.timestampEntries.flatMap(\.files) + [file.trust.anchors].compactMap(\.self)).map(patient.path)
        self.mail = mail
        self.signerURL = signerURL
        signerIdentity = MutualTLSSignerClient.Identity(
            certificate: patient.path(file.signer.certificate),
            key: patient.path(file.signer.key),
            trust: patient.path(file.signer.trust)
        )
        self.authority = authority
        self.timestampAuthorities = timestampAuthorities
        self.revocationUse = revocationUse
        self.revocationListLimit = revocationListLimit
        self.exemptOrigins = exemptOrigins
    }
}
