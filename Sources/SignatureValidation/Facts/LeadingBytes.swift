import PDF

/// A file whose `%PDF-` does not stand at its first byte: something else as well, to readers of other formats.
///
/// Its signatures are judged as far as possible, and none of them can pass.
///
/// - SeeAlso: ISO 32000-2 §7.5.2; SIGNING C 15
struct LeadingBytes {
    let source: any ByteSource
    let headerAt: Int

    init?(_ source: any ByteSource, _ problem: PDFError) {
        guard case .notPDF(let offset?) = problem, offset > 0 else { return nil }
        self.source = source
        headerAt = offset
    }

    /// The signatures, each with a finding about the bytes before the header; nil when there is nothing to judge.
    func facts() -> DocumentFacts? {
        let finding = Finding(.polyglot, "%PDF-: byte \(headerAt)")
        // Offsets count from the first byte, or, where the bytes came later or the writer counts so, from the header.
        if let document = try? Document(judging: source, headerAt: headerAt),
            let facts = try? CollectFacts(document).facts()
        {
            return facts.adding(finding)
        }
        guard let suffix = try? SuffixSource(source, from: headerAt), let document = try? Document(judging: suffix),
            let facts = try? CollectFacts(document).facts()
        else { return nil }
        return facts.adding(finding)
    }
}
