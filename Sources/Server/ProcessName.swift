import Foundation
import Glibc

/// A name that one process has at a time, and that its successor gets when it is dead.
///
/// Leases of jobs are in its name, so what a dead process held is known to be free as soon as another takes its place.
/// The name is that of a file beside the settings, which the process keeps locked; the kernel unlocks it with its end.
struct ProcessName: Sendable {
    let text: String

    /// Takes the first free name of the folder; one that nobody can succeed to where nothing can be written.
    init(in folder: String) {
        var own: String?
        for number in 1...1000 where own == nil {
            own = Self.claim(URL(filePath: folder).appending(path: "process-\(number)").path)
        }
        text = "\(ProcessInfo.processInfo.hostName) \(own ?? UUID().uuidString)"
    }

    /// What the file names; nil when another process has it.
    ///
    /// The descriptor stays open, and with it the lock, until the process ends.
    private static func claim(_ path: String) -> String? {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return UUID().uuidString }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: 36)
        if read(file, &bytes, bytes.count) == bytes.count,
            let known = UUID(uuidString: String(decoding: bytes, as: UTF8.self))
        {
            return known.uuidString
        }
        // The folder may be a copy of another machine's, so the name comes from nowhere else.
        let name = UUID().uuidString
        let text = Array(name.utf8)
        guard lseek(file, 0, SEEK_SET) == 0, write(file, text, text.count) == text.count else { return name }
        return name
    }
}
