import Foundation

/// Who may do what with a file.
package struct FileMode: Hashable, Sendable {
    private let bits: mode_t

    /// Follows links: what a link leads to is what counts; nil when there is nothing.
    package init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        bits = status.st_mode & 0o7777
    }

    package var isOpenToOthers: Bool { bits & 0o077 != 0 }
    package var isWritableByOthers: Bool { bits & 0o022 != 0 }
    var octal: String { "0" + String(bits, radix: 8) }
}
