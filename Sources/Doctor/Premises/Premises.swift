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

    /// A database: a file of ours, or one on a server.
    package enum DatabasePlace: Sendable {
        case file(Named)
        /// The name says where it is, without secrets.
        case server(Named, read: ReadServer)

        /// Nil when it is on a server.
        var file: Named? {
            switch self {
            case .file(let file): file
            case .server: nil
            }
        }

        var words: Words {
            switch self {
            case .file(let place), .server(let place, _): place.words
            }
        }
    }

    /// A certificate and the private key that belongs to it, in files.
    package struct Identity: Hashable, Sendable {
        package let certificate: Named
        package let key: Named

        package init(certificate: Named, key: Named) {
            self.certificate = certificate
            self.key = key
        }
    }

    /// As the settings spell it.
    package let environment: String
    package let settingsFile: String
    /// Who we are on our own transport.
    package let identities: [Identity]
    /// Files with one secret each; an optional one that is not there is left out.
    package let secrets: [Named]
    /// Authorities of our own transport.
    package let transportAnchors: [Named]
    /// Roots whose signatures are believed.
    package let anchors: [Named]
    /// Other files that say what is believed.
    package let trustLists: [Named]
    /// Addresses of us, and of those we ask.
    package let addresses: [Named]
    /// Origins that the guard against strangers' addresses leaves alone.
    package let exemptions: [Named]
    /// WebAuthn relying party id.
    package let relyingParty: Named
    package let listener: Listener
    /// Where the records are.
    package let database: DatabasePlace
    /// Folders we write to, the database's apart.
    package let folders: [Named]
    /// Of the process.
    package let variables: [String: String]
    package let now: Date

    package init(
        environment: String,
        settingsFile: String,
        identities: [Identity],
        secrets: [Named],
        transportAnchors: [Named],
        anchors: [Named],
        trustLists: [Named] = [],
        addresses: [Named],
        exemptions: [Named],
        relyingParty: Named,
        listener: Listener,
        database: DatabasePlace,
        folders: [Named],
        variables: [String: String],
        now: Date
    ) {
        self.environment = environment
        self.settingsFile = settingsFile
        self.identities = identities
        self.secrets = secrets
        self.transportAnchors = transportAnchors
        self.anchors = anchors
        self.trustLists = trustLists
        self.addresses = addresses
        self.exemptions = exemptions
        self.relyingParty = relyingParty
        self.listener = listener
        self.database = database
        self.folders = folders
        self.variables = variables
        self.now = now
    }

    /// Files with private keys.
    var keys: [Named] { identities.map(\.key) }

    /// Certificates of our own transport.
    var certificates: [Named] { identities.map(\.certificate) + transportAnchors }

    /// What must not be printed.
    package var redaction: Redaction {
        Redaction(files: secrets.map(\.value), urls: addresses.map(\.value))
    }

    /// Every check of premises, in the order of the report.
    package static let examinations: [Examination<Premises>] =
        production + files + pairs + certificateDates + clock + machine
}
