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
    let mail: Mail
    let signer: Signer
    let ca: Authority
    let tsa: TimestampAuthorities
    let trust: Trust
    let revocation: Revocation?
    let exemptOrigins: [String]
    let setupTokenFile: String?
    let relyingParty: RelyingParty
    /// `party` (当事者型) and `witness` (立会人型); both when it is left out.
    let signerKinds: [String]?
    /// A port of 127.0.0.1 with the same pages over HTTP, where browsers accept passkeys without a certificate; trial only.
    let trialHTTPPort: Int?
    /// 200 MB when it is left out.
    let uploadLimitInBytes: Int?
    /// The disk, in the folder `segments`, when it is left out.
    let objectStore: ObjectStore?

    struct Listen: Decodable, Sendable {
        let host: String
        let port: Int
    }

    struct Identity: Decodable, Sendable {
        let certificate: String
        let key: String
    }

    /// Which of these there are is said by `kind`.
    struct Mail: Decodable, Sendable {
        /// `spool` or `smtp`.
        let kind: String

        /// Of a spool: where messages are put.
        let folder: String?

        /// Of a relay: where it is.
        let host: String?
        let port: Int?
        /// `tls`, `starttls`, or in a test on this machine `none`.
        let security: String?
        let trustRootsFile: String?
        let user: String?
        let passwordFile: String?
        /// Whom our mail is from.
        let from: String?
        let fromName: String?
        let replyTo: String?

        static let members: [SettingsDocument.Member] = [
            .required("mail.kind", .text), .optional("mail.folder", .text), .optional("mail.host", .text),
            .optional("mail.port", .integer), .optional("mail.security", .text),
            .optional("mail.trustRootsFile", .text), .optional("mail.user", .text),
            .optional("mail.passwordFile", .text), .optional("mail.from", .text), .optional("mail.fromName", .text),
            .optional("mail.replyTo", .text),
        ]
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
        /// In the order they are asked; either these or `authorities`.
        let urls: [String]?
        /// OIDs of the policies that are accepted; a trial may leave them out.
        let policies: [String]?
        /// In the order they are asked, each with what is its own.
        let authorities: [TimestampAuthorityEntry]?
    }

    struct Trust: Decodable, Sendable {
        let signers: String
        let timestamps: String
        /// Roots of authorities whose timestamps are accredited (認定); none when it is left out.
        let accreditedTimestamps: String?
        /// A list of further anchors with purposes and terms; none when it is left out.
        let anchors: String?
    }

    struct Revocation: Decodable, Sendable {
        /// How long an OCSP response or CRL is used again at most; five minutes when it is left out.
        let longestUseInSeconds: Int?
        /// 10 MiB when it is left out.
        let listLimitInBytes: Int?
        /// How long a seal waits for data that are newer than the signatures before people are told; 24 when left out.
        let graceInHours: Int?
    }

    struct ObjectStore: Decodable, Sendable {
        /// `disk` or `s3`; the other members belong to `s3`.
        let kind: String?
        let endpoint: String?
        let region: String?
        let bucket: String?
        /// Files with one secret each.
        let accessKeyFile: String?
        let secretKeyFile: String?
        /// None when it is left out or 0.
        let retainDays: Int?
        /// The system's when it is left out.
        let trustRootsFile: String?
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
            .required("segments", .text),
            .required("signer.url", .text), .required("signer.certificate", .text), .required("signer.key", .text),
            .required("signer.trust", .text),
            .required("ca.url", .text), .required("tsa.urls", .texts, or: "tsa.authorities"),
            .optional("tsa.policies", .texts),
            .required("trust.signers", .text), .required("trust.timestamps", .text),
            .optional("trust.accreditedTimestamps", .text), .optional("trust.anchors", .text),
            .optional("revocation.longestUseInSeconds", .integer),
            .optional("revocation.listLimitInBytes", .integer), .optional("revocation.graceInHours", .integer),
            .required("exemptOrigins", .texts), .optional("setupTokenFile", .text),
            .required("relyingParty.id", .text), .required("relyingParty.origins", .texts),
            .optional("signerKinds", .texts), .optional("uploadLimitInBytes", .integer),
            .optional("trialHTTPPort", .integer),
        ] + DatabaseSetting.members + ObjectStore.members + Mail.members + TimestampAuthorityEntry.members
}
