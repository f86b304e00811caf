import Crypto
import PDF

/// The bytes that a signature covers, digested when asked for.
struct SignedContent: Sendable {
    let source: any ByteSource
    let parts: [Range<Int>]

    /// The digest with the algorithm of this OID, or nil when the algorithm is not supported.
    func digest(_ algorithm: String) throws(PDFError) -> [UInt8]? {
        switch algorithm {
        case "1.3.14.3.2.26": try digest(Insecure.SHA1())
        case "2.16.840.1.101.3.4.2.1": try source.sha256(of: parts)
        case "2.16.840.1.101.3.4.2.2": try digest(SHA384())
        case "2.16.840.1.101.3.4.2.3": try digest(SHA512())
        default: nil
        }
    }

    private func digest(_ empty: some HashFunction) throws(PDFError) -> [UInt8] {
        var hash = empty
        for part in parts {
            try source.forEachChunk(of: part) { (bytes) throws(PDFError) in hash.update(bufferPointer: bytes) }
        }
        return Array(hash.finalize())
    }
}
