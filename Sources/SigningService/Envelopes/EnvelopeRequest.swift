package import SignerProtocol

/// What a sender asks for when making an envelope, still unchecked.
package struct EnvelopeRequest: Hashable, Sendable {
    package let title: String
    package let document: DocumentID
    package let language: Language
    package let expiresAt: Timestamp?
    package let signers: [SignerRequest]

    package init(
        title: String,
        document: DocumentID,
        language: Language,
        expiresAt: Timestamp?,
        signers: [SignerRequest]
    ) {
        self.title = title
        self.document = document
        self.language = language
        self.expiresAt = expiresAt
        self.signers = signers
    }
}

/// One signer of an envelope request.
package struct SignerRequest: Hashable, Sendable {
    package let name: String
    package let email: String
    package let kind: SignerKind
    /// Nil: after the one before.
    ///
    /// Equal numbers are asked at the same time.
    package let order: Int?
    package let box: SignatureBox
    package let imprint: ImprintRequest
    package let texts: [RequestedText]
    /// An empty signature field that a signed file has; nil: a new one in `box`, or the next that is permitted.
    package let field: String?

    package init(
        name: String,
        email: String,
        kind: SignerKind,
        order: Int?,
        box: SignatureBox,
        imprint: ImprintRequest = .personal,
        texts: [RequestedText] = [],
        field: String? = nil
    ) {
        self.name = name
        self.email = email
        self.kind = kind
        self.order = order
        self.box = box
        self.imprint = imprint
        self.texts = texts
        self.field = field
    }
}
