import Foundation
import Logging
import Outbound
import SigningService
import Synchronization

/// How much more this process holds at most while 200 MB go into a bucket and come back.
struct MemoryGrowth {
    let settings: ObjectStoreSettings
    let folder: URL

    /// In bytes, after a small segment has made what is made once.
    func measure() async throws -> Int {
        let store = try settings.store(spool: folder.appending(path: "spool").path)
        let file = folder.appending(path: "bytes").path
        try SegmentStream.make(file, count: 200_000_000)
        let small = try SegmentStream.small(100_000, into: store, salt: 0)
        try SegmentStream.get(small, from: store)
        let before = try Self.held()
        let watch = PeakWatch(Self.held)
        let large = try SegmentStream.put(file, into: store, salt: 0)
        try SegmentStream.get(large, from: store)
        let peak = watch.finish()
        for digest in [small, large] { try store.remove(digest) }
        try await store.shutdown()
        return peak - before
    }

    /// What is resident, in bytes.
    static func held() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        guard let kilobytes = Int(line.filter(\.isNumber)) else { throw BenchFailure.file("/proc/self/status") }
        return kilobytes * 1_024
    }
}

/// Looks every five milliseconds, on a thread of its own.
private final class PeakWatch {
    private let thread: Thread
    private let peak = Peak()

    init(_ held: @escaping @Sendable () throws -> Int) {
        let peak = peak
        thread = Thread {
            while !Thread.current.isCancelled {
                peak.see((try? held()) ?? 0)
                usleep(5_000)
            }
        }
        thread.start()
    }

    func finish() -> Int {
        thread.cancel()
        return peak.value
    }
}

private final class Peak: Sendable {
    private let most = Mutex(0)

    var value: Int { most.withLock { $0 } }

    func see(_ bytes: Int) {
        most.withLock { $0 = max($0, bytes) }
    }
}

extension ObjectStoreSettings {
    func store(spool: String) throws -> S3DocumentStore {
        var log = Logger(label: "bench")
        log.logLevel = .error
        return try S3DocumentStore(self, environment: "TEST", spool: spool, now: { Date() }, log: log)
    }
}
