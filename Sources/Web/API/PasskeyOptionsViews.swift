import SignerProtocol
import SigningService

/// `PublicKeyCredentialCreationOptionsJSON` for a new passkey.
///
/// - SeeAlso: WebAuthn Level 3 §5.1.8; SAD-2
struct CreationOptionsView: Encodable {
    let publicKey: PublicKey

    struct PublicKey: Encodable {
        let rp: RelyingParty
        let user: User
        let challenge: Base64URL
        let pubKeyCredParams: [Parameter]
        let timeout: Int
        let excludeCredentials: [PasskeyDescriptor]
        let authenticatorSelection: Selection
        let attestation: String
    }

    struct RelyingParty: Encodable {
        let id: String
        let name: String
    }

    struct User: Encodable {
        let id: Base64URL
        let name: String
        let displayName: String
    }

    struct Parameter: Encodable {
        let type: String
        /// COSE algorithm; -7 is ES256.
        let alg: Int
    }

    struct Selection: Encodable {
        let residentKey: String
        let requireResidentKey: Bool
        let userVerification: String
    }

    /// What a passkey is for: people see several of them side by side.
    enum Use: String {
        case signing = "Chigiri 署名用"
        case signIn = "Chigiri"
        case approval = "Chigiri 承認用"
    }

    init(_ options: PasskeyOptions, for use: Use = .signing) {
        publicKey = PublicKey(
            rp: RelyingParty(id: options.relyingParty, name: use.rawValue),
            user: User(id: Base64URL(options.userHandle), name: options.userName, displayName: options.displayName),
            challenge: Base64URL(options.challenge),
            pubKeyCredParams: [Parameter(type: "public-key", alg: -7)],
            timeout: 300_000,
            excludeCredentials: options.excluded.map { PasskeyDescriptor(type: "public-key", id: Base64URL($0)) },
            authenticatorSelection: Selection(
                // At sign-in nobody has said who she is yet.
                residentKey: use == .signIn ? "required" : "preferred",
                requireResidentKey: use == .signIn,
                userVerification: "required"
            ),
            attestation: "none"
        )
    }
}

/// `PublicKeyCredentialRequestOptionsJSON`: only these passkeys, and they must verify whose they are.
///
/// - SeeAlso: WebAuthn Level 3 §5.1.9; SAD-2
struct RequestOptionsView: Encodable {
    let challenge: Base64URL
    let rpId: String
    let allowCredentials: [PasskeyDescriptor]
    let userVerification = "required"
    let timeout = 300_000

    init(challenge: [UInt8], relyingParty: String, passkeys: [[UInt8]]) {
        self.challenge = Base64URL(challenge)
        rpId = relyingParty
        allowCredentials = passkeys.map { PasskeyDescriptor(type: "public-key", id: Base64URL($0)) }
    }
}

struct PasskeyDescriptor: Encodable {
    let type: String
    let id: Base64URL
}
