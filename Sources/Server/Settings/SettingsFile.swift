import Doctor

/// `service/settings.json`, member by member as it is written.
struct SettingsFile: Decodable, Sendable {
    let environment: String
    let instance: String
    let publicURL: String
    let listen: Listen
    let tls: Identity
    let database: DatabaseSetting
    let segments: String
    let spool: String
    let signer: Signer
    let ca: Authority
    let tsa: TimestampAuthorities
    let trust: Trust
    let exemptOrigins: [String]
    let setupTokenFile: String?
    let relyingParty: RelyingParty
    /// `party` (当事者型) and `witness` (立会人型); both when it is left out.
    let signerKinds: [String]?
    /// A port of 127.0.0.1 with the same pages over HTTP, where browsers accept passkeys without a certificate; trial only.
    let trialHTTPPort: Int?
    /// 200 MB when it is left out.
    let uploadLimitInBytes: Int?

    struct Listen: Decodable, Sendable {
        let host: String
        let port: Int
    }

    struct Identity: Decodable, Sendable {
        let certificate: String
        let key: String
    }

    struct Signer: Decodable, Sendable {
        let url: String
        let certificate: String
        let key: String
        let trust: String
    }

    struct Authority: Decodable, Sendable {
        let url: String
    }

    struct TimestampAuthorities: Decodable, Sendable {
        /// In the order they are asked.
        let urls: [String]
        /// OIDs of the policies that are accepted; a trial may leave them out.
        let policies: [String]?
    }

    struct Trust: Decodable, Sendable {
        let signers: String
        let timestamps: String
    }

    struct RelyingParty: Decodable, Sendable {
        let id: String
        let origins: [String]
    }

    /// Every member there is.
    static let members: [SettingsDocument.Member] =
        [
            .required("environment", .text), .required("instance", .text), .required("publicURL", .text),
            .required("listen.host", .text), .required("listen.port", .integer),
            .required("tls.certificate", .text), .required("tls.key", .text),
            .required("segments", .text), .required("spool", .text),
            .required("signer.url", .text), .required("signer.certificate", .text), .required("signer.key", .text),
            .required("signer.trust", .text),
            .required("ca.url", .text), .required("tsa.urls", .texts), .optional("tsa.policies", .texts),
            .required("trust.signers", .text), .required("trust.timestamps", .text),
            .required("exemptOrigins", .texts), .optional("setupTokenFile", .text),
            .required("relyingParty.id", .text), .required("relyingParty.origins", .texts),
            .optional("signerKinds", .texts), .optional("uploadLimitInBytes", .integer),
            .optional("trialHTTPPort", .integer),
        ] + DatabaseSetting.members
}
