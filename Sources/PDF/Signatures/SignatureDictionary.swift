package import Foundation

/// A field that is or will be signed.
package struct SignatureField: Sendable {
    package let field: TerminalField
    /// The signature in it; nil while it is empty.
    package let signature: SignatureDictionary?
    /// `/Lock`: what signing this field locks.
    package let lock: FieldLock?
    /// Why the field or what is in it cannot be read; nil when all is well.
    package let problem: PDFError?

    package var name: String { field.name }
    package var reference: Reference { field.reference }
}

/// Which fields a `/Lock` or a FieldMDP transform locks.
///
/// - SeeAlso: ISO 32000-2 §12.7.5.5, §12.8.2.4
package struct FieldLock: Hashable, Sendable {
    package enum Action: String, Hashable, Sendable {
        case all = "All"
        case include = "Include"
        case exclude = "Exclude"
    }

    /// Nil when the file names no action that the standard knows.
    package let action: Action?
    package let fields: [String]
    /// `/P` of a `/Lock`.
    package let permission: Int?
}

/// What a signature reference dictionary declares.
package enum SignatureTransform: Hashable, Sendable {
    /// `P`, 2 when absent; nil when it is no integer.
    case docMDP(permission: Int?)
    case fieldMDP(FieldLock)
    case other(Name?)
}

/// A signature or document timestamp as it stands in the file.
///
/// Values are what the file says; nothing is judged here.
///
/// - SeeAlso: ISO 32000-2 §12.8.1, Table 255
package struct SignatureDictionary: Sendable {
    /// Nil when no field of the form holds it.
    package let fieldName: String?
    package let fieldReference: Reference?
    /// Nil when the dictionary is written directly into the field.
    package let reference: Reference?
    package let dictionary: PDFDictionary
    /// `Sig`, `DocTimeStamp` or nil.
    package let type: Name?
    package let filter: Name?
    package let subFilter: Name?
    /// `/Contents` decoded, padding included; nil when it is no string.
    package let contents: [UInt8]?
    /// Where the token of `/Contents` is in the file, delimiters included; nil when it is not written into the
    /// dictionary or the dictionary is in an object stream.
    package let contentsRange: Range<Int>?
    /// As written, any count; nil when it is no array of integers.
    package let byteRange: [Int]?
    /// `/M`; nil when absent or no date.
    package let signingTime: Date?
    package let name: String?
    package let reason: String?
    package let location: String?
    package let transforms: [SignatureTransform]
}
