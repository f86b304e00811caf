package import SignerProtocol

/// How a person signs.
package enum SignerKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// 当事者型: her own key, activated with her passkey.
    case party
    /// 立会人型: the operator's seal key, on her confirmation.
    case witness
}

/// Language in which a person is addressed.
package enum Language: String, Hashable, Sendable, Codable, CaseIterable {
    case ja
    case en
}

/// Where a signature shows: points of the page as displayed, origin top-left, page from 1.
package struct SignatureBox: Hashable, Sendable, Codable {
    package let page: Int
    package let x: Double
    package let y: Double
    package let width: Double
    package let height: Double

    package init(page: Int, x: Double, y: Double, width: Double, height: Double) {
        self.page = page
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }
}

/// One person who is asked to sign.
package struct Signer: Hashable, Sendable, Codable {
    package let id: SignerID
    package let name: String
    package let address: MailAddress
    package let kind: SignerKind
    /// From 1.
    ///
    /// Equal numbers are asked at the same time.
    package let order: Int
    package let box: SignatureBox
    /// As the sender asked, until she chooses another that her name allows.
    package var imprint: ImprintChoice
    /// Name of the signature field, unique in the file.
    package let field: String
    /// What she fills in.
    package var texts: [SignerText]
    package var state: State

    package enum State: Hashable, Sendable, Codable {
        case waiting
        case invited(at: Timestamp)
        case viewed(at: Timestamp)
        case consented(Consent)
        case signing(AttemptID, Consent)
        case signed(at: Timestamp, Consent)
        case declined(at: Timestamp, reason: String)

        /// `waiting`, `invited`, `viewed`, `consented`, `signing`, `signed` or `declined`.
        package var name: String {
            switch self {
            case .waiting: "waiting"
            case .invited: "invited"
            case .viewed: "viewed"
            case .consented: "consented"
            case .signing: "signing"
            case .signed: "signed"
            case .declined: "declined"
            }
        }
    }

    package init(
        id: SignerID,
        name: String,
        address: MailAddress,
        kind: SignerKind,
        order: Int,
        box: SignatureBox,
        imprint: ImprintChoice,
        field: String,
        texts: [SignerText] = [],
        state: State
    ) {
        self.id = id
        self.name = name
        self.address = address
        self.kind = kind
        self.order = order
        self.box = box
        self.imprint = imprint
        self.field = field
        self.texts = texts
        self.state = state
    }

    package var signedAt: Timestamp? {
        guard case .signed(let time, _) = state else { return nil }
        return time
    }

    /// The consent in force, once given.
    package var consent: Consent? {
        switch state {
        case .consented(let consent), .signing(_, let consent), .signed(_, let consent): consent
        case .waiting, .invited, .viewed, .declined: nil
        }
    }
}

/// What a signer agreed to, by which act, for which bytes.
package struct Consent: Hashable, Sendable, Codable {
    package let statement: String
    package let version: Int
    package let locale: Language
    /// SHA-256 of the wording shown.
    package let digest: [UInt8]
    /// The explicit act, such as `press-and-hold`. SAD-6
    package let action: String
    /// SHA-256 of the document shown.
    package let documentDigest: [UInt8]
    package let at: Timestamp

    package init(
        statement: String,
        version: Int,
        locale: Language,
        digest: [UInt8],
        action: String,
        documentDigest: [UInt8],
        at: Timestamp
    ) {
        self.statement = statement
        self.version = version
        self.locale = locale
        self.digest = digest
        self.action = action
        self.documentDigest = documentDigest
        self.at = at
    }

    package var reference: ConsentReference {
        ConsentReference(textDigest: digest.hexadecimal, locale: locale.rawValue, action: action)
    }
}
