import SignerProtocol
import SigningService

/// What a signer is asked to sign.
struct SigningView: Encodable {
    let envelope: EnvelopePart
    let sender: SenderPart
    let me: SignerView
    let hasPasskey: Bool?
    let document: DocumentPart
    let statement: StatementView
    let waitingFor: WaitingView?

    struct EnvelopePart: Encodable {
        let id: String
        let title: String
        let state: String
        let expiresAt: String?
    }

    struct SenderPart: Encodable {
        let name: String
        let organisation: String
    }

    struct DocumentPart: Encodable {
        let name: String
        let pages: Int
        let sha256: String
    }

    init(_ overview: SigningOverview, words: Words) {
        envelope = EnvelopePart(
            id: overview.envelope.text,
            title: overview.title,
            state: overview.state.name,
            expiresAt: overview.expiresAt?.rfc3339
        )
        sender = SenderPart(name: overview.senderName, organisation: overview.organisation)
        me = SignerView(overview.me)
        hasPasskey = overview.hasPasskey
        document = DocumentPart(
            name: overview.documentName,
            pages: overview.pages,
            sha256: overview.sha256.hexadecimal
        )
        statement = StatementView(overview.statement)
        waitingFor = overview.waitingFor.map { WaitingView($0, words: words) }
    }
}

struct StatementView: Encodable {
    let id: String
    let version: Int
    let locale: String
    let text: String
    let digest: String

    init(_ statement: ConsentStatement) {
        id = statement.id
        version = statement.version
        locale = statement.locale.rawValue
        text = statement.text
        digest = statement.digest.hexadecimal
    }
}

struct SignerStateView: Encodable {
    let state: String
    let waitingFor: WaitingView?
}

struct CredentialView: Encodable {
    let credentialId: String
}

/// What a signer approves: with her passkey, or by confirming digests.
enum BeginView: Encodable {
    case party(PartyBeginView)
    case witness(WitnessBeginView)

    init(_ begun: BegunSignature) {
        switch begun {
        case .party(let pending, let documents):
            self = .party(
                PartyBeginView(
                    kind: "party",
                    activationId: pending.id,
                    context: pending.context.base64,
                    publicKey: RequestOptionsView(
                        challenge: pending.challenge.bytes,
                        relyingParty: pending.relyingParty,
                        passkeys: [pending.passkey.bytes]
                    ),
                    documents: documents.map { DigestsView($0) }
                )
            )
        case .witness(let confirmation, let documents, let statement):
            self = .witness(
                WitnessBeginView(
                    kind: "witness",
                    confirmationId: confirmation,
                    documents: documents.map { DigestsView($0) },
                    statement: StatementView(statement)
                )
            )
        }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .party(let view): try view.encode(to: encoder)
        case .witness(let view): try view.encode(to: encoder)
        }
    }
}

struct PartyBeginView: Encodable {
    let kind: String
    let activationId: String
    /// Base64 of the exact bytes that the challenge is made of.
    let context: String
    let publicKey: RequestOptionsView
    let documents: [DigestsView]
}

struct WitnessBeginView: Encodable {
    let kind: String
    let confirmationId: String
    let documents: [DigestsView]
    let statement: StatementView
}

struct DigestsView: Encodable {
    let name: String
    let sd: String
    let br: String
    let dtbsr: String

    init(_ document: ContextDocument) {
        name = document.name
        sd = document.sd
        br = document.br
        dtbsr = document.dtbsr
    }
}
