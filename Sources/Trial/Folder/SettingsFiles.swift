import Foundation

/// `service/settings.json`, as `chigiri` reads it.
struct ServiceSettingsFile: Codable, Hashable {
    struct Listen: Codable, Hashable {
        let host: String
        var port: Int
    }

    struct TLS: Codable, Hashable {
        let certificate: String
        let key: String
    }

    struct Mail: Codable, Hashable {
        let kind: String
        let folder: String
    }

    struct SignerLine: Codable, Hashable {
        var url: String
        let certificate: String
        let key: String
        let trust: String
    }

    struct CA: Codable, Hashable {
        let url: String
    }

    struct TSA: Codable, Hashable {
        let urls: [String]
    }

    struct Trust: Codable, Hashable {
        let signers: String
        let timestamps: String
    }

    struct RelyingParty: Codable, Hashable {
        let id: String
        let origins: [String]
    }

    let environment: String
    let instance: String
    let publicURL: String
    private(set) var listen: Listen
    let tls: TLS
    let database: DatabaseLine
    let segments: String
    let objectStore: ObjectStoreLine?
    let mail: Mail
    private(set) var signer: SignerLine
    let ca: CA
    let tsa: TSA
    let trust: Trust
    let exemptOrigins: [String]
    let setupTokenFile: String
    let relyingParty: RelyingParty
    let uploadLimitInBytes: Int?
    private(set) var trialHTTPPort: Int?

    init(
        folder: TrialFolder,
        ports: TrialPorts,
        database: DatabaseLine?,
        objectStore: ObjectStoreLine?,
        uploadLimit: Int?
    ) {
        let service = folder.service
        environment = "TEST"
        instance = "Chigiri TEST"
        publicURL = ports.serviceURL
        listen = Listen(host: "127.0.0.1", port: ports.service)
        tls = TLS(
            certificate: service.appending(path: "tls/server.pem").path,
            key: service.appending(path: "tls/server.key.pem").path
        )
        self.database =
            database ?? DatabaseLine(engine: "sqlite", file: service.appending(path: "chigiri.db").path)
        segments = service.appending(path: "segments").path
        self.objectStore = objectStore
        mail = Mail(kind: "spool", folder: folder.spool.path)
        signer = SignerLine(
            url: ports.signerURL,
            certificate: service.appending(path: "tls/client.pem").path,
            key: service.appending(path: "tls/client.key.pem").path,
            trust: folder.internalRoot.path
        )
        ca = CA(url: ports.authorityURL)
        tsa = TSA(urls: [ports.authorityURL + "/tsa"])
        trust = Trust(
            signers: service.appending(path: "trust/signers.pem").path,
            timestamps: service.appending(path: "trust/timestamps.pem").path
        )
        // The trial's own authority is on loopback, where no stranger's URL may lead. REV-11; SIGNING 0a, 20
        exemptOrigins = [ports.authorityURL]
        setupTokenFile = folder.setupToken.path
        relyingParty = RelyingParty(id: "localhost", origins: [ports.serviceURL, ports.pagesURL])
        uploadLimitInBytes = uploadLimit
        trialHTTPPort = ports.pages
    }

    /// For another process of the same service.
    func moved(to ports: ProcessPorts) -> ServiceSettingsFile {
        var moved = self
        moved.listen.port = ports.service
        moved.signer.url = ports.signerURL
        moved.trialHTTPPort = ports.pages
        return moved
    }
}

/// `signer/settings.json`, as `chigiri-signer` reads it.
struct SignerSettingsFile: Codable, Hashable {
    struct TLS: Codable, Hashable {
        let certificate: String
        let key: String
        let trust: String
    }

    struct Token: Codable, Hashable {
        let module: String
        let tokenLabel: String
        let pinFile: String
        let softHSMConfig: String
    }

    struct OperatorCodes: Codable, Hashable {
        let keyCustodian: String
        let securityOfficer: String
    }

    /// The type of all keys, where it is not the usual one.
    struct Keys: Codable, Hashable {
        let person: String
        let service: String
        let pool: Int
    }

    let environment: String
    let instance: String
    private(set) var listen: ServiceSettingsFile.Listen
    let tls: TLS
    let allowedClients: [String]
    let database: DatabaseLine
    let pkcs11: Token
    let keys: Keys?
    let operatorCodes: OperatorCodes
    let relyingParty: ServiceSettingsFile.RelyingParty
    let issuers: String

    init(folder: TrialFolder, ports: TrialPorts, database: DatabaseLine?, module: String, keyType: String?) {
        let signer = folder.signer
        environment = "TEST"
        instance = "trial"
        listen = ServiceSettingsFile.Listen(host: "127.0.0.1", port: ports.signer)
        tls = TLS(
            certificate: signer.appending(path: "tls/server.pem").path,
            key: signer.appending(path: "tls/server.key.pem").path,
            trust: signer.appending(path: "tls/internal-root.pem").path
        )
        allowedClients = [TransportCertificates.serviceName]
        self.database = database ?? DatabaseLine(engine: "sqlite", file: signer.appending(path: "signer.db").path)
        pkcs11 = Token(
            module: module,
            tokenLabel: "chigiri-trial",
            pinFile: signer.appending(path: "pin").path,
            softHSMConfig: signer.appending(path: "softhsm2.conf").path
        )
        keys = keyType.map { Keys(person: $0, service: $0, pool: 4) }
        operatorCodes = OperatorCodes(
            keyCustodian: folder.custodianCode.path,
            securityOfficer: folder.securityOfficerCode.path
        )
        relyingParty = ServiceSettingsFile.RelyingParty(id: "localhost", origins: [ports.serviceURL, ports.pagesURL])
        issuers = signer.appending(path: "issuers.pem").path
    }

    /// For another signer on the same token and records.
    func moved(to ports: ProcessPorts) -> SignerSettingsFile {
        var moved = self
        moved.listen.port = ports.signer
        return moved
    }
}
