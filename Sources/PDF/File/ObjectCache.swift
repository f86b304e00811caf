import Synchronization

/// Objects read before, so that each is parsed once; bounded.
///
/// Objects are known by where they stand, so that all revisions of a file share them. What depends on other objects (a
/// stream whose length stands elsewhere) is known for the revision alone in which it was read.
final class ObjectCache: Sendable {
    private struct Kept<Value: Sendable>: Sendable {
        let value: Value
        /// Nil when the value is the same in every revision.
        let revision: Int?

        func serves(_ asked: Int) -> Bool { revision == nil || revision == asked }
    }

    private struct State {
        var objects: [Int: Kept<IndirectObject>] = [:]
        var streams: [Int: Kept<ObjectStreamContent>] = [:]
        var streamBytes = 0
        var workLeft: Int
    }

    private static let objectLimit = 8_192
    private static let objectSizeLimit = 1 << 16
    private static let streamBytesLimit = 16 << 20

    private let state: Mutex<State>

    /// `decodedWork` is how many decoded bytes all streams together may have, those that are decoded again included.
    init(decodedWork: Int) {
        state = Mutex(State(workLeft: decodedWork))
    }

    /// Takes note of a stream that was decoded; false when the file has asked for too much.
    func spend(decodedBytes count: Int) -> Bool {
        state.withLock { state in
            guard count <= state.workLeft else { return false }
            state.workLeft -= count
            return true
        }
    }

    func object(at offset: Int, in revision: Int) -> IndirectObject? {
        state.withLock { $0.objects[offset] }.flatMap { $0.serves(revision) ? $0.value : nil }
    }

    func keep(_ found: IndirectObject, of revision: Int) {
        let size = found.range.count
        // Stream data stay in the file; only what is around them is held.
        if found.object.stream == nil, size > Self.objectSizeLimit { return }
        let dependsOnOthers = found.object.stream?.dictionary["Length"]?.reference != nil
        let kept = Kept(value: found, revision: dependsOnOthers ? revision : nil)
        state.withLock { state in
            if state.objects.count >= Self.objectLimit { state.objects.removeAll() }
            state.objects[found.range.lowerBound] = kept
        }
    }

    func objectStream(at offset: Int, in revision: Int) -> ObjectStreamContent? {
        state.withLock { $0.streams[offset] }.flatMap { $0.serves(revision) ? $0.value : nil }
    }

    /// Keeps the content of the object stream at `offset`; `revision` is nil when nothing else decides it.
    func keep(_ content: ObjectStreamContent, at offset: Int, of revision: Int?) {
        state.withLock { state in
            if state.streamBytes + content.bytes.count > Self.streamBytesLimit {
                state.streams.removeAll()
                state.streamBytes = 0
            }
            let before = state.streams.updateValue(Kept(value: content, revision: revision), forKey: offset)
            state.streamBytes += content.bytes.count - (before?.value.bytes.count ?? 0)
        }
    }
}

extension Object {
    /// Whether anything in it stands elsewhere.
    var holdsReferences: Bool {
        var waiting = [self]
        while let next = waiting.popLast() {
            switch next {
            case .reference: return true
            case .array(let elements): waiting += elements
            case .dictionary(let dictionary): waiting += dictionary.keys.compactMap { dictionary[$0] }
            case .stream(let stream): waiting.append(.dictionary(stream.dictionary))
            default: break
            }
        }
        return false
    }
}
