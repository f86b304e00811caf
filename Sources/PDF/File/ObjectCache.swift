import Synchronization

/// Objects read before, so that each is parsed once; bounded.
final class ObjectCache: Sendable {
    private struct State {
        var objects: [Int: IndirectObject] = [:]
        var streams: [Int: ObjectStreamContent] = [:]
        var streamBytes = 0
    }

    private static let objectLimit = 8_192
    private static let objectSizeLimit = 1 << 16
    private static let streamBytesLimit = 16 << 20

    private let state = Mutex(State())

    func object(_ number: Int) -> IndirectObject? {
        state.withLock { $0.objects[number] }
    }

    func keep(_ found: IndirectObject) {
        let size = found.range.count
        // Stream data stay in the file; only what is around them is held.
        if found.object.stream == nil, size > Self.objectSizeLimit { return }
        state.withLock { state in
            if state.objects.count >= Self.objectLimit { state.objects.removeAll() }
            state.objects[found.reference.number] = found
        }
    }

    func objectStream(_ number: Int) -> ObjectStreamContent? {
        state.withLock { $0.streams[number] }
    }

    func keep(_ content: ObjectStreamContent, number: Int) {
        state.withLock { state in
            if state.streamBytes + content.bytes.count > Self.streamBytesLimit {
                state.streams.removeAll()
                state.streamBytes = 0
            }
            if state.streams.updateValue(content, forKey: number) == nil { state.streamBytes += content.bytes.count }
        }
    }
}
