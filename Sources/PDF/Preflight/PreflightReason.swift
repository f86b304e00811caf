/// Why an uploaded file is not signed as it is.
///
/// The raw values are stable: they are what the API answers.
///
/// - SeeAlso: PDF-12, PDF-13, PDF-14
package enum PreflightReason: String, Hashable, Sendable, Codable, CaseIterable {
    // The file.
    case notPDF = "NOT_A_PDF"
    case empty = "EMPTY_FILE"
    case tooLarge = "TOO_LARGE"
    case damaged = "DAMAGED"
    case duplicateKey = "PDF_DUPLICATE_KEY"
    case encrypted = "ENCRYPTED"
    case hybrid = "PDF_HYBRID_XREF"
    case leadingBytes = "LEADING_BYTES"
    case trailingBytes = "TRAILING_BYTES"
    case polyglot = "POLYGLOT"
    case nestingLimit = "LIMIT_NESTING"
    case decompressionLimit = "LIMIT_DECOMPRESSION"
    case limit = "LIMIT_EXCEEDED"
    case streamData = "STREAM_NOT_READABLE"
    case crossReferenceNumberReused = "XREF_STREAM_NUMBER_REUSED"

    // The pages.
    case noPage = "NO_PAGE"
    case tooManyPages = "TOO_MANY_PAGES"
    case pageTree = "PAGE_TREE"
    case unreferencedPages = "UNREFERENCED_PAGES"

    // What could show something else, or act.
    case javaScript = "JAVASCRIPT"
    case launch = "LAUNCH_ACTION"
    case activeContent = "ACTIVE_CONTENT"
    case xfa = "XFA"
    case embeddedFile = "EMBEDDED_FILE"
    case externalStream = "EXTERNAL_STREAM"
    case optionalContent = "OPTIONAL_CONTENT"
    case hidingAnnotation = "ANNOTATION_HIDES_CONTENT"

    // What is already there.
    case alreadySigned = "ALREADY_SIGNED"
    /// The first signature permits no further one.
    case certified = "CERTIFIED_FINAL"
    /// A signature locks every field that could be signed.
    case locked = "SIGNATURE_LOCKS_FIELDS"
    /// A signature does not verify, or the file was changed after it.
    case signatureBroken = "SIGNATURE_NOT_INTACT"
    /// The first signature permits signing in the fields that are there, and none is empty.
    case noFieldToSign = "NO_FIELD_TO_SIGN"
    case form = "FORM_NOT_READABLE"
}

/// One reason, and where in the file it shows.
package struct PreflightFinding: Hashable, Sendable, Codable, Error {
    package let reason: PreflightReason
    package let place: Place

    package init(_ reason: PreflightReason, _ place: Place = Place()) {
        self.reason = reason
        self.place = place
    }
}
