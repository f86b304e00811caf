import Foundation
import Synchronization

/// Reads every file below some folders again and again, and remembers where a marker was found.
final class PlaintextWatch: Sendable {
    private struct State {
        var isOver = false
        var rounds = 0
        var found: Set<String> = []
    }

    private let state = Mutex(State())
    private let folders: [URL]
    private let marker: Data

    init(folders: [URL], marker: String) {
        self.folders = folders
        self.marker = Data(marker.utf8)
        let thread = Thread { [self] in
            while !state.withLock({ $0.isOver }) {
                look()
                usleep(20_000)
            }
        }
        thread.name = "plaintext"
        thread.start()
    }

    /// Looks once more; how often it has looked, and the files in which the marker was.
    func finish() -> (rounds: Int, found: [String]) {
        state.withLock { $0.isOver = true }
        look()
        return state.withLock { ($0.rounds, $0.found.sorted()) }
    }

    private func look() {
        for folder in folders {
            let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
            for path in paths where holdsMarker(folder.appending(path: path)) {
                _ = state.withLock { $0.found.insert(path) }
            }
        }
        state.withLock { $0.rounds += 1 }
    }

    /// False for what is no file, or gone meanwhile.
    private func holdsMarker(_ file: URL) -> Bool {
        var status = stat()
        guard lstat(file.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            let handle = try? FileHandle(forReadingFrom: file)
        else { return false }
        defer { try? handle.close() }
        var tail = Data()
        while let piece = try? handle.read(upToCount: 1 << 20), !piece.isEmpty {
            // Pieces overlap, so that no marker falls on a seam.
            let window = tail + piece
            if window.range(of: marker) != nil { return true }
            tail = window.suffix(marker.count - 1)
        }
        return false
    }
}
