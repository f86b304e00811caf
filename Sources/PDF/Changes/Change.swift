/// One thing that a later revision did to a file.
package struct Change: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, Codable {
        /// A signature, a timestamp or what is needed to verify them.
        case signature
        /// Anything that a reader could see or that nobody can explain.
        case document
    }

    /// The revision that did it, from 1.
    package let revision: Int
    /// The page it shows on, from 1, when that is known.
    package let page: Int?
    package let code: ChangeCode
    /// The object concerned, when there is one.
    package let object: Int?

    package var kind: Kind { code.kind }
    package var isAllowed: Bool { code.isAllowed }
}

/// What happened.
///
/// Everything is refused that is not on the list of allowed changes. VAL-7.
package enum ChangeCode: String, Hashable, Sendable, Codable, CaseIterable {
    // Allowed after signing.
    case signatureAdded = "SIGNATURE_ADDED"
    case documentTimestampAdded = "DOCUMENT_TIMESTAMP_ADDED"
    case validationDataAdded = "VALIDATION_DATA_ADDED"
    /// A signer filled in a field that her own signature, of the same revision, locks.
    case fieldFilledBySigner = "FIELD_FILLED_BY_SIGNER"
    /// A field for a further signer, empty or signed in the same revision, where nothing is certified.
    case signatureFieldAdded = "SIGNATURE_FIELD_ADDED"
    /// The description of the document (XMP, `/Info`) says something else; it draws nothing.
    case metadataUpdated = "METADATA_UPDATED"

    // Never allowed.
    case objectFreed = "OBJECT_FREED"
    case objectOverridden = "OBJECT_OVERRIDDEN"
    case unexplainedObject = "UNEXPLAINED_OBJECT"
    case rootChanged = "ROOT_CHANGED"
    case pageChanged = "PAGE_CHANGED"
    case formChanged = "FORM_CHANGED"
    case validationDataOverridden = "DSS_OVERRIDDEN"
    case signatureChanged = "SIGNATURE_CHANGED"
    case signatureObjectReused = "SIG_OBJECT_REUSED"
    case fieldNameDuplicate = "FIELD_NAME_DUPLICATE"
    /// The certified revision had declared its fields, and this one is not among them.
    case fieldNotPredeclared = "NEW_FIELD_NOT_PREDECLARED"
    /// The new description is no XML, declares entities, leads somewhere or draws somewhere.
    case metadataUnsafe = "METADATA_UNSAFE"
    case mdpViolation = "MDP_VIOLATION"
    case mdpMalformed = "MDP_MALFORMED"
    case unreadableRevision = "REVISION_NOT_READABLE"

    // Depends on what the signers permitted; without a declared permission nobody can tell.
    case formFilled = "POST_SIGN_FORM_CHANGE"
    case fieldAdded = "NEW_FIELD"
    /// DocMDP P=3 permits annotations, and with them whatever they cover.
    case annotationAdded = "P3_ANNOTATION"

    package var isAllowed: Bool {
        switch self {
        case .signatureAdded, .documentTimestampAdded, .validationDataAdded, .fieldFilledBySigner, .signatureFieldAdded,
            .metadataUpdated:
            true
        default: false
        }
    }

    package var kind: Change.Kind {
        switch self {
        case .signatureAdded, .documentTimestampAdded, .validationDataAdded, .signatureChanged, .signatureObjectReused,
            .validationDataOverridden:
            .signature
        default: .document
        }
    }
}
