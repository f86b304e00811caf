package import Foundation

/// What service and signer have in common for whoever examines them: files, names and addresses from the settings.
package struct Premises: Sendable {
    /// Something that the settings name: the setting, and what it leads to.
    package struct Named: Hashable, Sendable {
        /// Such as `tls.key`.
        package let setting: String
        /// A whole path, or a URL as it is written.
        package let value: String

        package init(_ setting: String, _ value: String) {
            self.setting = setting
            self.value = value
        }

        /// Both, as it may be printed.
        package var words: Words { Words("\(setting) (\(Redaction.printable(value)))") }
    }

    /// Where the process listens, and the program that it is.
    package struct Listener: Hashable, Sendable {
        package let host: String
        package let port: Int
        package let program: String

        package init(host: String, port: Int, program: String) {
            self.host = host
            self.port = port
            self.program = program
        }
    }

    package let settingsFile: String
    /// Private keys.
    package let keys: [Named]
    /// Files with one secret each; an optional one that is not there is left out.
    package let secrets: [Named]
    /// Certificates of our own transport.
    package let certificates: [Named]
    /// Roots whose signatures are believed.
    package let anchors: [Named]
    /// Addresses of us, and of those we ask.
    package let addresses: [Named]
    /// Origins that the guard against strangers' addresses leaves alone.
    package let exemptions: [Named]
    /// WebAuthn relying party id.
    package let relyingParty: Named
    package let listener: Listener
    /// The file of records.
    package let database: Named
    /// Folders we write to, the database's apart.
    package let folders: [Named]
    /// Of the process.
    package let variables: [String: String]
    package let now: Date

    package init(
        settingsFile: String,
        keys: [Named],
        secrets: [Named],
        certificates: [Named],
        anchors: [Named],
        addresses: [Named],
        exemptions: [Named],
        relyingParty: Named,
        listener: Listener,
        database: Named,
        folders: [Named],
        variables: [String: String],
        now: Date
    ) {
        self.settingsFile = settingsFile
        self.keys = keys
        self.secrets = secrets
        self.certificates = certificates
        self.anchors = anchors
        self.addresses = addresses
        self.exemptions = exemptions
        self.relyingParty = relyingParty
        self.listener = listener
        self.database = database
        self.folders = folders
        self.variables = variables
        self.now = now
    }

    /// What must not be printed.
    package var redaction: Redaction {
        Redaction(files: secrets.map(\.value), urls: addresses.map(\.value))
    }

    /// Every check of premises, in the order of the report.
    package static let examinations: [Examination<Premises>] =
        production + files + certificateDates + clock + machine
}
