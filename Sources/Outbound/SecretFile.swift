import Foundation

/// What a file with one secret holds, without the end of its line.
///
/// - Throws: `OutboundError.secretUnusable` when it cannot be read, or others may read it.
func secret(in file: String) throws(OutboundError) -> String {
    var status = stat()
    guard stat(file, &status) == 0 else { throw .secretUnusable(.missing) }
    guard status.st_mode & 0o077 == 0 else { throw .secretUnusable(.openToOthers) }
    guard status.st_size <= 4096, let text = try? String(contentsOfFile: file, encoding: .utf8) else {
        throw .secretUnusable(.unreadable)
    }
    let secret = text.trimmingCharacters(in: .newlines)
    guard !secret.isEmpty, secret.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
        throw .secretUnusable(.notOneLine)
    }
    return secret
}
