package import Logging
package import SignerProtocol
package import Typesetting

/// What every part of the service needs of the world, made once by `Server` and handed down.
package struct ServiceNeeds: Sendable {
    package let settings: ServiceSettings
    package let store: any ServiceStore
    package let segments: any DocumentStore
    package let signer: any SignerClient
    package let authority: any CertificationAuthority
    package let timestamps: any TimestampSource
    package let revocation: any RevocationSource
    package let mail: any MailSender
    /// How a stranger sees this installation; nil where there is no network to look from.
    package let view: (any InstallationView)?
    /// Clocks of partners; nil where there are none to look at.
    package let clocks: (any OutsideClocks)?
    package let fonts: FontLibrary
    package let now: @Sendable () -> Timestamp
    package var randomBytes: RandomBytes
    package let log: Logger
    /// Which registers are kept.
    package var registers = RegisterDeclaration.standard
    /// Which wording signers agree to.
    package var consentVersion = ConsentStatement.newestVersion
    let documentThreads: DocumentThreads
    let pictures = PagePictures()

    package init(
        settings: ServiceSettings,
        store: any ServiceStore,
        segments: any DocumentStore,
        signer: any SignerClient,
        authority: any CertificationAuthority,
        timestamps: any TimestampSource,
        revocation: any RevocationSource,
        mail: any MailSender,
        view: (any InstallationView)? = nil,
        clocks: (any OutsideClocks)? = nil,
        fonts: FontLibrary,
        now: @escaping @Sendable () -> Timestamp,
        randomBytes: @escaping RandomBytes,
        log: Logger,
        documentThreads: DocumentThreads = DocumentThreads()
    ) {
        self.settings = settings
        self.store = store
        self.segments = segments
        self.signer = signer
        self.authority = authority
        self.timestamps = timestamps
        self.revocation = revocation
        self.mail = mail
        self.view = view
        self.clocks = clocks
        self.fonts = fonts
        self.now = now
        self.randomBytes = randomBytes
        self.log = log
        self.documentThreads = documentThreads
    }
}
