import Crypto
import PDF

/// Digests of what the signatures of one file cover, so that the bytes they share are digested once.
///
/// Every signature covers the file from its first byte to its own gap, and a little after it. Asked for in the order of
/// their ends, each goes on from the state of the one before; the work for a whole file is bounded.
///
/// - SeeAlso: PDF-17, FND-6
final class CoveredDigests {
    /// So many times the length of the file; honest files need twice, or once more for each further algorithm.
    private static let mostPasses = 8
    private static let floor = 64 << 20

    let source: any ByteSource
    private var bytesLeft: Int
    /// How far the source itself has been digested with SHA-256, which it remembers.
    private var reached = 0
    private var sha1 = RunningDigest<Insecure.SHA1>()
    private var sha384 = RunningDigest<SHA384>()
    private var sha512 = RunningDigest<SHA512>()

    init(_ source: any ByteSource) {
        self.source = source
        bytesLeft = source.count.multipliedReportingOverflow(by: Self.mostPasses).partialValue
        if bytesLeft < Self.floor { bytesLeft = Self.floor }
    }

    /// The digest of `parts` with the algorithm of this OID, or nil when the algorithm is not supported.
    ///
    /// - Throws: `PDFError.limit(.digestedBytes)` when the signatures of the file ask for more than honest ones could.
    func digest(of parts: [Range<Int>], algorithm: String) throws(PDFError) -> [UInt8]? {
        switch algorithm {
        case "1.3.14.3.2.26": try sha1.digest(of: parts, source, spend)
        case "2.16.840.1.101.3.4.2.1": try sha256(of: parts)
        case "2.16.840.1.101.3.4.2.2": try sha384.digest(of: parts, source, spend)
        case "2.16.840.1.101.3.4.2.3": try sha512.digest(of: parts, source, spend)
        default: nil
        }
    }

    private func sha256(of parts: [Range<Int>]) throws(PDFError) -> [UInt8] {
        let start = parts.first.flatMap { $0.lowerBound == 0 ? $0.upperBound : nil } ?? 0
        let rest = parts.reduce(0) { $0 + $1.count } - start
        try spend((start >= reached ? start - reached : start) + rest)
        reached = max(reached, start)
        return try source.sha256(of: parts)
    }

    private func spend(_ bytes: Int) throws(PDFError) {
        guard bytes <= bytesLeft else { throw .limit(.digestedBytes, Place()) }
        bytesLeft -= bytes
    }
}

/// The digest of the beginning of a file, as far as somebody has asked for it.
private struct RunningDigest<Hash: HashFunction> {
    private var count = 0
    private var state = Hash()

    mutating func digest(
        of parts: [Range<Int>],
        _ source: any ByteSource,
        _ spend: (Int) throws(PDFError) -> Void
    ) throws(PDFError) -> [UInt8] {
        guard let first = parts.first, first.lowerBound == 0 else { return [] }
        if first.upperBound < count { self = RunningDigest() }
        try Self.absorb(count..<first.upperBound, into: &state, source, spend)
        count = first.upperBound
        var whole = state
        for part in parts.dropFirst() { try Self.absorb(part, into: &whole, source, spend) }
        return Array(whole.finalize())
    }

    private static func absorb(
        _ range: Range<Int>,
        into hash: inout Hash,
        _ source: any ByteSource,
        _ spend: (Int) throws(PDFError) -> Void
    ) throws(PDFError) {
        try spend(range.count)
        try source.forEachChunk(of: range) { (bytes) throws(PDFError) in hash.update(bufferPointer: bytes) }
    }
}

/// The bytes that one signature covers, digested when asked for.
struct SignedContent {
    let digests: CoveredDigests
    let parts: [Range<Int>]

    /// The digest with the algorithm of this OID, or nil when the algorithm is not supported.
    func digest(_ algorithm: String) throws(PDFError) -> [UInt8]? {
        try digests.digest(of: parts, algorithm: algorithm)
    }
}
