import PDF

/// A file that the strict reader refuses, but of which it can be said why its signatures fail.
///
/// Nothing here can make a signature pass: every signature gets a finding that fails it.
///
/// - SeeAlso: EN 319 102-1 §5.2.2; SIGNING C rows 1, 2 and 3
struct UnreadableFile {
    let source: any ByteSource
    let problem: PDFError

    /// What is certain about the signatures; nil when the file has none, or when only the reader is at a loss.
    func facts() -> DocumentFacts? {
        guard problem.isAboutStructure else { return nil }
        return changedAfterSigning() ?? brokenDictionaries()
    }

    /// The file up to the end of what a signature covers is sound, and what was appended cannot be read.
    private func changedAfterSigning() -> DocumentFacts? {
        for end in ((try? coveredEnds()) ?? []).sorted(by: >) where end < source.count {
            guard let signed = try? PrefixSource(source, count: end), let document = try? Document(judging: signed),
                let facts = try? CollectFacts(document).facts(),
                facts.signatures.contains(where: { $0.fieldName != nil })
            else { continue }
            return facts.failing(with: Finding(.bytesBetweenRevisions, "\(end), \(problem.fact)"))
        }
        return nil
    }

    /// Signature fields whose dictionary is broken, found without the cross-reference sections.
    private func brokenDictionaries() -> DocumentFacts? {
        guard let document = try? Document(recovering: source), let fields = try? document.signatureFieldsToJudge()
        else { return nil }
        var signatures: [SignatureFacts] = []
        for field in fields {
            var findings: [Finding] = []
            if let signature = field.signature {
                findings = (try? BrokenEntry.entries(of: signature, in: document).map(\.finding)) ?? []
                if let integers = signature.byteRange,
                    let coverage = try? Coverage(of: integers, contents: signature.contentsRange, in: document)
                {
                    findings += coverage.findings.filter { $0.check.isAboutDictionary }
                }
            } else if let entry = BrokenEntry(valueOf: field) {
                findings = [entry.finding]
            }
            guard !findings.isEmpty else { continue }
            signatures.append(.broken(field.name, findings + [Finding(.structureBroken, problem.fact)]))
        }
        guard !signatures.isEmpty else { return nil }
        return DocumentFacts(
            document: document,
            signatures: signatures,
            stores: [:],
            changes: [],
            strayBytes: [:],
            disputes: [:],
            unsignedFields: fields.filter { $0.signature == nil && $0.problem == nil }.map(\.name),
            pages: [:]
        )
    }

    /// Where the bytes end that the `/ByteRange` entries of the file speak of.
    private func coveredEnds() throws(PDFError) -> Set<Int> {
        var ends: Set<Int> = []
        for place in try ByteSearch("/ByteRange").offsets(in: source, limit: 1_000) {
            let bytes = try source.read(place..<min(source.count, place + 160))
            guard let open = bytes.firstIndex(of: UInt8(ascii: "[")),
                let close = bytes.firstIndex(of: UInt8(ascii: "]")),
                open < close
            else { continue }
            let integers = String(decoding: bytes[(open + 1)..<close], as: UTF8.self).split(
                whereSeparator: \.isWhitespace
            )
            .map { Int($0) }
            guard integers.count == 4, let start = integers[2], let length = integers[3], start >= 0, length >= 0 else {
                continue
            }
            let (end, overflows) = start.addingReportingOverflow(length)
            if !overflows, end <= source.count { ends.insert(end) }
        }
        return ends
    }
}

extension PDFError {
    /// True when the bytes do not hold together, as opposed to encryption, bounds and files that are no PDF.
    fileprivate var isAboutStructure: Bool {
        switch self {
        case .damaged, .duplicateKey, .form, .filter, .outsideOfFile: true
        default: false
        }
    }
}

extension Check {
    /// True when the fault is in the entries of the signature dictionary, whatever the rest of the file is.
    fileprivate var isAboutDictionary: Bool {
        switch self {
        case .byteRangeMalformed, .byteRangeOutsideFile, .byteRangeGap, .contentsNotInGap: true
        default: false
        }
    }
}
