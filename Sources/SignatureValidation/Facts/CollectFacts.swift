import CMS
import PDF

/// Reads what there is to judge.
///
/// What it costs follows from the length of the file, once, and from what each revision wrote.
struct CollectFacts {
    let document: Document
    /// The certificates of the security store: some files keep a signer's only there.
    let certificates: [Certificate]
    let digests: CoveredDigests

    init(_ document: Document) throws(PDFError) {
        self.document = document
        certificates = try document.documentSecurityStore().certificates.compactMap { try? Certificate(der: $0) }
        digests = CoveredDigests(document.source)
    }

    func facts() throws(PDFError) -> DocumentFacts {
        let fields = try document.signatureFieldsToJudge()
        let broken = fields.filter { $0.signature == nil }.compactMap { field in
            BrokenEntry(valueOf: field).map { SignatureFacts.broken(field.name, [$0.finding]) }
        }
        // In the order of their ends, so that the digest of one goes on where that of another stopped.
        let found = (try signedFields(fields) + orphans(known: fields)).enumerated()
            .sorted { ($0.element.signature.coveredEnd, $0.offset) < ($1.element.signature.coveredEnd, $1.offset) }
        guard found.count <= Self.mostSignatures else { throw .limit(.fields, Place()) }
        var signatures: [SignatureFacts] = []
        for (_, candidate) in found { signatures.append(try facts(of: candidate.signature, extra: candidate.findings)) }
        signatures = (signatures + broken).enumerated()
            .sorted { ($0.element.end ?? .max, $0.offset) < ($1.element.end ?? .max, $1.offset) }
            .map(\.element)

        let covered = Set(signatures.compactMap { $0.coverage?.revision })
        let pages = pages(since: covered)
        return DocumentFacts(
            document: document,
            signatures: signatures,
            stores: try stores(of: covered.union([document.revisions.count - 1])),
            changes: changes(since: covered, pages),
            strayBytes: try LaterBytes(document: document).unexplained(afterRevisions: covered),
            disputes: try covered.min().map(disputes) ?? [:],
            unsignedFields: fields.filter { $0.signature == nil && BrokenEntry(valueOf: $0) == nil }.map(\.name),
            pages: pages
        )
    }

    /// What each revision did to the one before it, and what only a look at signed pages and the newest ones shows. VAL-8
    private func changes(since signed: Set<Int>, _ pages: [Int: PageComparison]) -> [Change] {
        guard let first = signed.min() else { return [] }
        var changes = RevisionComparison.changes(in: document, afterRevision: first)
        for (revision, comparison) in pages.sorted(by: { $0.key < $1.key }) {
            let isKnown = changes.contains { !$0.isAllowed && $0.revision > revision + 1 }
            if !isKnown, let change = comparison.change(inRevision: document.revisions.count) { changes.append(change) }
        }
        return changes
    }

    private func stores(of revisions: Set<Int>) throws(PDFError) -> [Int: DocumentSecurityStore] {
        var decoded = DecodedStreams()
        var stores: [Int: DocumentSecurityStore] = [:]
        for revision in revisions.sorted() {
            stores[revision] = try document.atRevision(revision).documentSecurityStore(&decoded)
        }
        return stores
    }

    /// The pages of each signed revision against the newest; nothing where the pages cannot be read.
    private func pages(since signed: Set<Int>) -> [Int: PageComparison] {
        guard !signed.isEmpty, let history = try? PageHistory(document) else { return [:] }
        return history.comparisons(withRevisions: signed)
    }

    /// What readers of different ages would show differently in some state from revision `first` (from 0) on.
    ///
    /// The newest such state says it for every signature before it.
    private func disputes(from first: Int) throws(PDFError) -> [Int: Finding] {
        guard document.isHybrid else { return [:] }
        let newest = document.revisions.count - 1
        let states = document.revisions.count - first
        // Each state is looked at whole; nobody needs many updates of a form that was for readers of PDF 1.4.
        guard states <= 20_000_000 / max(1, document.entries.numbers.count) else {
            return [newest: Finding(.hybridDisputed, "revisions \(first + 1) to \(newest + 1)")]
        }
        for revision in (first..<document.revisions.count).reversed() {
            guard let object = try document.atRevision(revision).disputedObject() else { continue }
            return [revision: Finding(.hybridDisputed, "object \(object), revision \(revision + 1)")]
        }
        return [:]
    }
}

/// A signature dictionary, and what already stands against it.
private struct Candidate {
    let signature: SignatureDictionary
    let findings: [Finding]
}

extension CollectFacts {
    /// The signatures of the form; one dictionary in two fields and two fields of one name stand against them.
    private func signedFields(_ fields: [SignatureField]) -> [Candidate] {
        var byReference: [Reference: Int] = [:]
        var byName: [String: Int] = [:]
        for field in fields {
            byName[field.name, default: 0] += 1
            if let reference = field.signature?.reference { byReference[reference, default: 0] += 1 }
        }
        return fields.compactMap { field in
            guard let signature = field.signature else { return nil }
            var findings: [Finding] = []
            if let reference = signature.reference, byReference[reference, default: 0] > 1 {
                findings.append(Finding(.signatureReused, field.name))
            }
            if byName[field.name, default: 0] > 1 { findings.append(Finding(.fieldNameDuplicate, field.name)) }
            return Candidate(signature: signature, findings: findings)
        }
    }

    /// Signature dictionaries that no field holds; only objects around a `/ByteRange` of no field are read. VAL-11
    private func orphans(known fields: [SignatureField]) throws(PDFError) -> [Candidate] {
        var ranges: [Range<Int>] = []
        for field in fields {
            let place = field.signature?.reference ?? field.reference
            if field.problem == nil, let range = try document.range(of: place) { ranges.append(range) }
        }
        ranges.sort { $0.lowerBound < $1.lowerBound }
        let places = try ByteSearch("/ByteRange").offsets(in: document.source, limit: Self.mostPlaces)
        guard places.count < Self.mostPlaces else { throw .limit(.objects, Place(offset: places.last)) }
        var strangers: [Int] = []
        var next = 0
        for place in places {
            while next < ranges.count, ranges[next].upperBound <= place { next += 1 }
            if next == ranges.count || !ranges[next].contains(place) { strangers.append(place) }
        }
        return try document.unreachableSignatures(at: strangers, known: fields.compactMap(\.signature)).map { orphan in
            Candidate(
                signature: orphan,
                findings: [Finding(.orphanSignature, orphan.reference.map { "object \($0.number)" })]
            )
        }
    }

    private static let mostPlaces = 10_000

    /// No contract has as many; each of them is parsed and verified.
    private static let mostSignatures = 2_000
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
