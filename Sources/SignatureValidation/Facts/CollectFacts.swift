import CMS
import PDF

/// Reads what there is to judge.
struct CollectFacts {
    let document: Document
    /// The certificates of the security store: some files keep a signer's only there.
    let certificates: [Certificate]

    init(_ document: Document) throws(PDFError) {
        self.document = document
        certificates = try document.documentSecurityStore().certificates.compactMap { try? Certificate(der: $0) }
    }

    func facts() throws(PDFError) -> DocumentFacts {
        let fields = try document.signatureFieldsToJudge()
        var signatures: [SignatureFacts] = []
        for field in fields {
            if let signature = field.signature {
                signatures.append(try facts(of: signature, extra: Self.clashes(of: field, with: fields)))
            } else if let problem = BrokenEntry(valueOf: field) {
                signatures.append(.broken(field.name, [problem.finding]))
            }
        }
        for orphan in try orphans(known: fields) {
            let finding = Finding(.orphanSignature, orphan.reference.map { "\($0.number)" })
            signatures.append(try facts(of: orphan, extra: [finding]))
        }
        signatures.sort { ($0.end ?? .max) < ($1.end ?? .max) }

        let covered = Set(signatures.compactMap { $0.coverage?.revision })
        var strayBytes: [Int: Finding] = [:]
        var stores: [Int: DocumentSecurityStore] = [:]
        for revision in covered.union([document.revisions.count - 1]) {
            stores[revision] = try document.atRevision(revision).documentSecurityStore()
        }
        for revision in covered {
            strayBytes[revision] = try LaterBytes(document: document).unexplained(afterRevision: revision)
        }
        return DocumentFacts(
            document: document,
            signatures: signatures,
            stores: stores,
            changes: covered.min().map { RevisionComparison.changes(in: document, afterRevision: $0) } ?? [],
            strayBytes: strayBytes,
            disputes: try covered.min().map(disputes) ?? [:]
        )
    }

    /// What readers of different ages would show differently in some state from revision `first` (from 0) on.
    ///
    /// The newest such state says it for every signature before it.
    private func disputes(from first: Int) throws(PDFError) -> [Int: Finding] {
        for revision in (first..<document.revisions.count).reversed() {
            guard let object = try document.atRevision(revision).disputedObject() else { continue }
            return [revision: Finding(.hybridDisputed, "object \(object), revision \(revision + 1)")]
        }
        return [:]
    }

    /// One dictionary in two fields, or two fields of one name.
    private static func clashes(of field: SignatureField, with all: [SignatureField]) -> [Finding] {
        var findings: [Finding] = []
        let others = all.filter { $0.reference != field.reference }
        if let reference = field.signature?.reference, others.contains(where: { $0.signature?.reference == reference })
        {
            findings.append(Finding(.signatureReused, field.name))
        }
        if others.contains(where: { $0.name == field.name }) {
            findings.append(Finding(.fieldNameDuplicate, field.name))
        }
        return findings
    }

    /// Signature dictionaries that no field holds; every object is only read when the file names more ranges than the
    /// fields do. VAL-11
    private func orphans(known fields: [SignatureField]) throws(PDFError) -> [SignatureDictionary] {
        var ranges: [Range<Int>] = []
        for field in fields {
            let place = field.signature?.reference ?? field.reference
            if field.problem == nil, let range = try document.range(of: place) { ranges.append(range) }
        }
        let places = try ByteSearch("/ByteRange").offsets(in: document.source, limit: 10_000)
        let strangers = places.filter { place in !ranges.contains { $0.contains(place) } }
        return strangers.isEmpty ? [] : try document.unreachableSignatures()
    }
}

extension SignatureFacts {
    /// A signature of which nothing can be read.
    static func broken(_ fieldName: String?, _ findings: [Finding]) -> SignatureFacts {
        SignatureFacts(
            fieldName: fieldName?.isEmpty == true ? nil : fieldName,
            kind: .signature,
            coverage: nil,
            claimedTime: nil,
            findings: findings,
            cms: nil,
            integrity: false
        )
    }
}
