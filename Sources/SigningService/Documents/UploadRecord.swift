package import PDF
package import SignerProtocol

/// What a document was when it came, kept beside it.
///
/// - SeeAlso: PDF-18
package struct UploadRecord: Hashable, Sendable, Codable {
    /// Measures and content digests of its pages.
    package let pages: [PageRecord]
    /// Signatures that were in it, in the order of the bytes they cover.
    package let earlierSignatures: [EarlierSignature]
    /// The file that it was made of, when it was written anew.
    package let normalisedFrom: NormalisedFile?

    package init(
        pages: [PageRecord],
        earlierSignatures: [EarlierSignature] = [],
        normalisedFrom: NormalisedFile? = nil
    ) {
        self.pages = pages
        self.earlierSignatures = earlierSignatures
        self.normalisedFrom = normalisedFrom
    }

    /// What audit entries say of it.
    var facts: [String: String] {
        get throws {
            var facts = ["pageRecords": Digest.hexadecimal(of: try SortedJSON.encode(pages))]
            if !earlierSignatures.isEmpty {
                facts["earlierSignatures"] = String(
                    decoding: try SortedJSON.encode(earlierSignatures),
                    as: UTF8.self
                )
            }
            facts["normalisedFrom"] = normalisedFrom?.sha256
            return facts
        }
    }
}

/// A signature that a file had when it came, with the verdict of that moment.
package struct EarlierSignature: Hashable, Sendable, Codable {
    package let field: String
    /// The subject of the certificate; nil when there is none.
    package let signer: String?
    /// The proven time, else the time that the signer claims.
    package let signedAt: Timestamp?
    /// `TOTAL_PASSED`, or `INDETERMINATE` when it is whole but trust in it cannot be decided here.
    package let indication: String
    package let subIndication: String?
    package let isDocumentTimestamp: Bool

    package init(
        field: String,
        signer: String?,
        signedAt: Timestamp?,
        indication: String,
        subIndication: String?,
        isDocumentTimestamp: Bool
    ) {
        self.field = field
        self.signer = signer
        self.signedAt = signedAt
        self.indication = indication
        self.subIndication = subIndication
        self.isDocumentTimestamp = isDocumentTimestamp
    }
}

/// A file that was written anew and then discarded.
package struct NormalisedFile: Hashable, Sendable, Codable {
    /// Hexadecimal.
    package let sha256: String
    package let size: Int
    /// Codes of what spoke against it.
    package let reasons: [String]

    package init(sha256: String, size: Int, reasons: [String]) {
        self.sha256 = sha256
        self.size = size
        self.reasons = reasons
    }
}
