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
    /// The signature fields that nobody has signed, in the order of the form. VAL-11
    let unsignedFields: [String]
    /// By signed revision (from 0): its pages against the newest ones.
    let pages: [Int: PageComparison]

    var newestRevision: Int { document.revisions.count - 1 }
}

extension DocumentFacts {
    /// The same facts, with one more finding against every signature.
    func adding(_ finding: Finding) -> DocumentFacts {
        with(signatures: signatures.map { $0.adding(finding) }, strayBytes: strayBytes)
    }

    /// The same, where the finding also says what lies behind every signed revision.
    func failing(with finding: Finding) -> DocumentFacts {
        with(
            signatures: signatures.map { $0.adding(finding) },
            strayBytes: Dictionary(strayBytes.keys.map { ($0, finding) }) { $1 }
        )
    }

    private func with(signatures: [SignatureFacts], strayBytes: [Int: Finding]) -> DocumentFacts {
        DocumentFacts(
            document: document,
            signatures: signatures,
            stores: stores,
            changes: changes,
            strayBytes: strayBytes,
            disputes: disputes,
            unsignedFields: unsignedFields,
            pages: pages
        )
    }
}

extension SignatureFacts {
    fileprivate func adding(_ finding: Finding) -> SignatureFacts {
        SignatureFacts(
            fieldName: fieldName,
            kind: kind,
            coverage: coverage,
            claimedTime: claimedTime,
            findings: findings + [finding],
            cms: cms,
            integrity: integrity
        )
    }
}
