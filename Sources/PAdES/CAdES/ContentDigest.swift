package import CMS
import Crypto
package import PDF

/// The digest of a whole file, read in chunks.
///
/// - Throws: what the source throws, `CMSError.algorithmUnsupported` for a hash that nothing new may use.
package func contentDigest(of content: any ByteSource, by hash: HashAlgorithm) throws(PAdESError) -> [UInt8] {
    do {
        switch hash {
        case .sha1: throw CMSError.algorithmUnsupported(hash.oid)
        case .sha256: return try content.sha256(of: [0..<content.count])
        case .sha384: return try content.digest(of: [0..<content.count], with: SHA384.self)
        case .sha512: return try content.digest(of: [0..<content.count], with: SHA512.self)
        }
    } catch {
        throw PAdESError(error)
    }
}
