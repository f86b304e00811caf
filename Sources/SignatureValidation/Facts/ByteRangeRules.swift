import PDF

/// What a `/ByteRange` covers, once it has been held against the file.
struct Coverage: Hashable, Sendable {
    let findings: [Finding]
    /// The two covered parts, when the integers make sense at all.
    let parts: [Range<Int>]?
    /// The revision, from 0, at whose end the range ends.
    let revision: Int?

    /// The first byte after what is covered.
    var end: Int? { parts?.last?.upperBound }
}

extension Coverage {
    /// Holds a `/ByteRange` against the file.
    ///
    /// `contents` is where the hexadecimal string of the same dictionary's `/Contents` is, with its angle brackets.
    ///
    /// - SeeAlso: VAL-6, ISO 32000-2 §12.8.1
    init(of integers: [Int], contents: Range<Int>?, in document: Document) throws(PDFError) {
        let text = integers.map(String.init).joined(separator: " ")
        // 1. Exactly four integers, the first 0, none negative.
        guard integers.count == 4, integers[0] == 0, integers.allSatisfy({ $0 >= 0 }) else {
            self.init(findings: [Finding(.byteRangeMalformed, text)], parts: nil, revision: nil)
            return
        }
        // 2. No overflow, no overlap, inside the file.
        let (end, overflows) = integers[2].addingReportingOverflow(integers[3])
        guard !overflows, integers[1] > 0, integers[1] < integers[2], integers[3] > 0, end <= document.source.count
        else {
            self.init(findings: [Finding(.byteRangeOutsideFile, text)], parts: nil, revision: nil)
            return
        }
        let parts = [0..<integers[1], integers[2]..<end]
        let gap = integers[1]..<integers[2]
        var findings: [Finding] = []

        // 3. The gap is one hexadecimal string, and it is this dictionary's own /Contents.
        if gap != contents {
            let isOneString = try Self.isHexadecimalString(gap, in: document.source)
            findings.append(Finding(isOneString ? .contentsNotInGap : .byteRangeGap, text))
        }
        // 4. The end is the end of a revision, and that revision's and all earlier sections are covered.
        let revision = try Self.revision(endingAt: end, in: document)
        if let revision {
            let sections = document.revisions[...revision].flatMap(\.sectionRanges)
            for section in sections where section.upperBound > end || section.overlaps(gap) {
                findings.append(Finding(.byteRangeCrossReference, String(section.lowerBound)))
            }
        } else {
            findings.append(Finding(.byteRangeEnd, text))
        }
        self.init(findings: findings, parts: parts, revision: revision)
    }

    /// The end-of-line marker after `%%EOF` may be covered or not.
    private static func revision(endingAt end: Int, in document: Document) throws(PDFError) -> Int? {
        for revision in document.revisions.reversed() {
            let first = min(end, revision.endOffset)
            let last = max(end, revision.endOffset)
            guard last - first <= 2 else { continue }
            let between = try document.source.read(first..<last)
            guard between.allSatisfy({ $0 == 0x0A || $0 == 0x0D }) else { continue }
            let tail = try document.source.read(max(0, end - 9)..<end)
            let mark = tail.reversed().drop { $0 == 0x0A || $0 == 0x0D }.prefix(5)
            guard Array(mark) == Array("FOE%%".utf8) else { continue }
            return revision.index
        }
        return nil
    }

    private static func isHexadecimalString(_ range: Range<Int>, in source: any ByteSource) throws(PDFError) -> Bool {
        guard range.count >= 2, range.count <= 4 << 20 else { return false }
        let bytes = try source.read(range)
        guard bytes.first == UInt8(ascii: "<"), bytes.last == UInt8(ascii: ">") else { return false }
        return bytes.dropFirst().dropLast().allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x46, 0x61...0x66, 0x20, 0x0A, 0x0D, 0x09: true
            default: false
            }
        }
    }
}
