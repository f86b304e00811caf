import Foundation

/// Who may do what with a file.
struct FileMode: Hashable, Sendable {
    private let bits: mode_t

    /// Follows links: what a link leads to is what counts; nil when there is nothing.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        bits = status.st_mode & 0o7777
    }

    var isOpenToOthers: Bool { bits & 0o077 != 0 }
    var isWritableByOthers: Bool { bits & 0o022 != 0 }
    var octal: String { "0" + String(bits, radix: 8) }
}
