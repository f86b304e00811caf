package import Crypto
import Synchronization

/// How far the SHA-256 of a file that does not change has been computed, so that its beginning is digested once.
///
/// Everything that is digested of a signed file begins at its first byte: the ranges of its signatures and timestamps,
/// and the whole of each revision. Each continues where a shorter one has stopped.
package final class DigestProgress: Sendable {
    private struct Step {
        let count: Int
        let state: SHA256
    }

    /// More than the signatures and revisions of most contracts; a state is about a hundred bytes.
    private static let limit = 64

    /// Ascending by `count`.
    private let steps = Mutex<[Step]>([])

    package init() {}

    /// SHA-256 of the first `count` bytes of `source`, which must be the same file each time.
    package func state(upTo count: Int, of source: some ByteSource) throws(PDFError) -> SHA256 {
        let known = steps.withLock { steps in steps.last { $0.count <= count } }
        if let known, known.count == count { return known.state }
        var state = known?.state ?? SHA256()
        try source.forEachChunk(of: (known?.count ?? 0)..<count) { (bytes) throws(PDFError) in
            state.update(bufferPointer: bytes)
        }
        let reached = Step(count: count, state: state)
        steps.withLock { steps in
            guard !steps.contains(where: { $0.count == count }) else { return }
            // Every second one is enough to go on from; the furthest is kept.
            if steps.count >= Self.limit {
                steps = steps.indices.filter { !($0 + steps.count).isMultiple(of: 2) }.map { steps[$0] }
            }
            steps.insert(reached, at: steps.firstIndex { $0.count > count } ?? steps.endIndex)
        }
        return state
    }
}
