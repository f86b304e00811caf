import Foundation
package import SignatureValidation

/// A file with a list of anchors.
///
/// - SeeAlso: docs/verification.md
package enum AnchorListFile {
    /// - Throws: `AnchorListError`, also when the file cannot be read.
    package static func read(_ path: String) throws(AnchorListError) -> AnchorList {
        guard let file = FileHandle(forReadingAtPath: path) else { throw AnchorListError(place: path) }
        defer { try? file.close() }
        guard let bytes = try? file.read(upToCount: AnchorList.fileLimit + 1) else {
            throw AnchorListError(place: path)
        }
        return try AnchorList(json: Array(bytes))
    }
}
