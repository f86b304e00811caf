import SignerProtocol
import SigningService

/// An envelope as its sender sees it.
struct EnvelopeView: Encodable {
    let id: String
    let title: String
    let documentId: String
    let language: String
    let state: String
    let level: String?
    let createdAt: String
    let expiresAt: String?
    let sealedAt: String?
    let renewBy: String?
    let waitingFor: WaitingView?
    let signers: [SignerView]

    init(_ envelope: Envelope, words: Words) {
        id = envelope.id.text
        title = envelope.title
        documentId = envelope.document.text
        language = envelope.language.rawValue
        state = envelope.state.name
        createdAt = envelope.createdAt.rfc3339
        expiresAt = envelope.expiresAt?.rfc3339
        if case .sealed(let sealed) = envelope.state {
            level = sealed.level
            sealedAt = sealed.at.rfc3339
            renewBy = sealed.renewBy.rfc3339
        } else {
            level = nil
            sealedAt = nil
            renewBy = nil
        }
        waitingFor = envelope.waitingFor.map { WaitingView($0, words: words) }
        signers = envelope.signers.map { SignerView($0) }
    }
}

/// Envelopes, newest first.
struct EnvelopeListView: Encodable {
    let envelopes: [EnvelopeView]
}

struct SignerView: Encodable {
    let id: String
    let name: String
    let email: String
    let kind: String
    let order: Int
    let imprint: ImprintView
    let fields: [TextFieldView]
    let state: String
    let signedAt: String?
    let declineReason: String?

    init(_ signer: Signer) {
        id = signer.id.text
        name = signer.name
        email = signer.address.text
        kind = signer.kind.rawValue
        order = signer.order
        imprint = ImprintView(signer.imprint)
        fields = signer.texts.map { TextFieldView($0) }
        state = signer.state.name
        signedAt = signer.signedAt?.rfc3339
        if case .declined(_, let reason) = signer.state { declineReason = reason } else { declineReason = nil }
    }
}

/// A text field that a signer fills in.
struct TextFieldView: Encodable {
    let name: String
    let label: String
    let required: Bool
    let value: String?

    init(_ text: SignerText) {
        name = text.field
        label = text.label
        required = text.isRequired
        value = text.value
    }
}

/// Which imprint a signature shows, with all its words.
struct ImprintView: Encodable {
    let kind: ImprintKind
    let organisation: String?
    let title: String?
    let ending: ImprintEnding?

    init(_ imprint: ImprintChoice) {
        kind = imprint.kind
        switch imprint {
        case .personal, .written:
            organisation = nil
            title = nil
            ending = nil
        case .corporate(let organisation, let ending):
            self.organisation = organisation
            title = nil
            self.ending = ending
        case .representative(let organisation, let title, let ending):
            self.organisation = organisation
            self.title = title
            self.ending = ending
        }
    }
}

/// What is waited for, said in both languages.
struct WaitingView: Encodable {
    let code: String
    let ja: String
    let en: String
    let since: String

    init(_ waiting: Waiting, words: Words) {
        let code = "WAITING_FOR_\(waiting.dependency.rawValue.screamingSnake)"
        self.code = code
        ja = words.sentence(code, in: .ja) ?? code
        en = words.sentence(code, in: .en) ?? code
        since = waiting.since.rfc3339
    }
}
