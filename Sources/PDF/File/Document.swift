/// A PDF file, read strictly: what is not as the standard says is an error with object number and offset.
///
/// Opening reads the end of the file and its cross-reference sections; objects are read when asked for.
/// An encrypted file is recognised and refused (PDF-12); a hybrid one is only read to be judged (PDF-2).
///
/// - SeeAlso: ISO 32000-2 §7.5
package struct Document: Sendable {
    package let source: any ByteSource
    package let limits: Limits
    /// Oldest first, never empty.
    package let revisions: [Revision]
    /// The trailer of the newest revision.
    package let trailer: PDFDictionary
    package let catalog: PDFDictionary
    package let catalogReference: Reference
    /// `1.7`, from the header or the catalog, whichever is later.
    package let version: String
    /// What the header says.
    private let header: String
    /// The effective table: object number to place.
    ///
    /// Numbers that are not listed are null.
    package let entries: CrossReferenceTable
    /// Shared by all revisions of a file: what stands at an offset is the same in each.
    let cache: ObjectCache

    /// Opens a file that may be changed or signed.
    package init(_ source: any ByteSource, limits: Limits = .standard) throws(PDFError) {
        try self.init(source, limits, hybrids: .refused)
    }

    /// Opens a file only to say what it is.
    ///
    /// Hybrid files are read as ISO 32000-2 §7.5.8.4 says; ask `disputedObject()` whether all readers agree.
    package init(judging source: any ByteSource, limits: Limits = .standard) throws(PDFError) {
        try self.init(source, limits, hybrids: .judged)
    }

    /// The same for a file whose header stands behind other bytes, at `offset`.
    ///
    /// Offsets count from the first byte of `source`, as a `/ByteRange` does.
    package init(
        judging source: any ByteSource,
        headerAt offset: Int,
        limits: Limits = .standard
    ) throws(PDFError) {
        guard offset >= 0, offset < source.count else { throw .notPDF(headerAt: nil) }
        let start = try source.read(offset..<min(source.count, offset + 8))
        try self.init(source, limits, hybrids: .judged, header: Self.version(in: start))
    }

    private init(
        _ source: any ByteSource,
        _ limits: Limits,
        hybrids: HybridReading,
        header: String? = nil
    ) throws(PDFError) {
        guard source.count > 0 else { throw .empty }
        guard source.count <= limits.fileSize else { throw .limit(.fileSize, Place(offset: limits.fileSize)) }
        let version: String
        if let header { version = header } else { version = try Self.header(of: source) }
        let revisions = try RevisionReader(source: source, limits: limits, hybrids: hybrids).revisions()
        let cache = ObjectCache(decodedWork: limits.decodedWork(fileSize: source.count))
        try self.init(source, limits, version, revisions, CrossReferenceTable(revisions), cache)
    }

    init(
        _ source: any ByteSource,
        _ limits: Limits,
        _ header: String,
        _ revisions: [Revision],
        _ entries: CrossReferenceTable,
        _ cache: ObjectCache
    ) throws(PDFError) {
        guard let newest = revisions.last else { throw .damaged(.crossReference, Place()) }
        self.source = source
        self.limits = limits
        self.revisions = revisions
        trailer = newest.trailer
        self.header = header
        self.entries = entries
        self.cache = cache
        guard let root = newest.trailer["Root"]?.reference else {
            throw .damaged(.trailer, Place(offset: newest.xrefOffset))
        }
        catalogReference = root
        let store = ObjectStore(source: source, limits: limits, entries: entries, cache: cache)
        guard case .dictionary(let catalog) = try store.object(root), catalog["Type"]?.name == "Catalog" else {
            throw .damaged(.catalog, Place(object: root.number))
        }
        self.catalog = catalog
        let declared = catalog["Version"]?.name?.text ?? header
        version = declared > header ? declared : header
    }

    /// The file as it was when revision `index` was its newest.
    package func atRevision(_ index: Int) throws(PDFError) -> Document {
        guard revisions.indices.contains(index) else { throw .revisionMissing(index) }
        let kept = Array(revisions[...index])
        let prefix = try PrefixSource(source, count: revisions[index].endOffset)
        return try Document(prefix, limits, header, kept, entries.atRevision(index), cache)
    }

    /// What comes after the newest revision's `%%EOF` and its end-of-line marker.
    package var bytesAfterLastRevision: Range<Int> {
        (revisions.last?.endOffset ?? source.count)..<source.count
    }

    static func header(of source: any ByteSource) throws(PDFError) -> String {
        let start = try source.read(0..<min(source.count, 1_024))
        let mark = Array("%PDF-".utf8)
        guard start.starts(with: mark) else {
            let found = start.indices.first { start[$0...].starts(with: mark) }
            throw .notPDF(headerAt: found)
        }
        return try version(in: start)
    }

    private static func version(in start: [UInt8]) throws(PDFError) -> String {
        guard start.starts(with: Array("%PDF-".utf8)), start.count >= 8, start[5].decimalDigit != nil,
            start[6] == .point, start[7].decimalDigit != nil
        else { throw .notPDF(headerAt: 0) }
        return String(decoding: start[5..<8], as: UTF8.self)
    }
}
