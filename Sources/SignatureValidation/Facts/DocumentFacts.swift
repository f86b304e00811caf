import PDF

/// Everything a file says about its signatures.
///
/// No opinions on trust and time yet.
///
/// - SeeAlso: ARCHITECTURE.md §8 (c)
struct DocumentFacts: Sendable {
    let document: Document
    /// In the order of the bytes they cover.
    let signatures: [SignatureFacts]
    /// The security store of the newest revision, and of each revision that a document timestamp covers.
    let stores: [Int: DocumentSecurityStore]
    /// What the revisions after the oldest signed one did.
    let changes: [Change]
    /// Bytes that no revision accounts for, by the signed revision (from 0) after which they were looked for.
    let strayBytes: [Int: Finding]
    /// By revision (from 0): an object that readers of different ages find in different places.
    let disputes: [Int: Finding]

    var newestRevision: Int { document.revisions.count - 1 }
}
