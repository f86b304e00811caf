package import PDF

/// What one signature or document timestamp of a file was made over: the file from its beginning to some byte.
///
/// - SeeAlso: VAL-10
package struct SignedRevision: Hashable, Sendable {
    /// From 1, in the order of the bytes that the signatures cover.
    package let number: Int
    /// The fully qualified name of the field.
    package let field: String
    package let isDocumentTimestamp: Bool
    /// From 1; nil when what the `/ByteRange` covers is no revision of the file, so that there is nothing to show.
    package let revision: Int?
    /// The length of the file as it was signed.
    package let end: Int
}

/// The signatures of the form with the revision that each was made over; nothing is digested or judged.
///
/// - Throws: `ValidationError` when the file cannot be read or holds no signature.
package func signedRevisions(of source: any ByteSource) throws(ValidationError) -> [SignedRevision] {
    let found: [SignedRevision]
    do throws(PDFError) {
        found = try SignedRevision.all(in: Document(judging: source))
    } catch {
        throw ValidationError(error)
    }
    guard !found.isEmpty else { throw .unsigned }
    return found
}

extension SignedRevision {
    fileprivate static func all(in document: Document) throws(PDFError) -> [SignedRevision] {
        let signatures = try document.signatureFieldsToJudge().compactMap(\.signature).enumerated()
            .sorted { ($0.element.coveredEnd, $0.offset) < ($1.element.coveredEnd, $1.offset) }
            .map(\.element)
        var found: [SignedRevision] = []
        for signature in signatures {
            guard let integers = signature.byteRange else { continue }
            let coverage = try Coverage(of: integers, contents: signature.contentsRange, in: document)
            guard let end = coverage.end else { continue }
            found.append(
                SignedRevision(
                    number: found.count + 1,
                    field: signature.fieldName ?? "",
                    isDocumentTimestamp: signature.subFilter == "ETSI.RFC3161",
                    revision: coverage.findings.isEmpty ? coverage.revision.map { $0 + 1 } : nil,
                    end: end
                )
            )
        }
        return found
    }
}
