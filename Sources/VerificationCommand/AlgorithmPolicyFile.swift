import Foundation
import SignatureValidation

/// The file of an algorithm policy that somebody names on the command line.
package enum AlgorithmPolicyFile {
    /// At most one byte more than a policy may have, which is enough to refuse it; nil when it cannot be read.
    package static func bytes(_ path: String) -> [UInt8]? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        return (try? file.read(upToCount: AlgorithmPolicy.fileLimit + 1)).map { Array($0) }
    }
}
