package import Crypto

/// Encrypts one segment while its plaintext streams in; at most one chunk of it is in memory.
package struct SegmentWriter: ~Copyable {
    private let sink: any SegmentSink
    private let key: SymmetricKey
    private var pending: [UInt8] = []
    private var chunks = 0
    private var hash = SHA256()
    private(set) var length = 0

    package init(into sink: any SegmentSink, dataKey: SymmetricKey, randomBytes: RandomBytes) throws {
        let salt = randomBytes(SegmentCipher.saltLength)
        self.sink = sink
        key = SegmentCipher.key(from: dataKey, salt: salt)
        try sink.write(SegmentCipher.magic + salt)
    }

    package mutating func write(_ plaintext: [UInt8]) throws {
        hash.update(data: plaintext)
        length += plaintext.count
        pending += plaintext
        var start = 0
        // The last chunk is marked, so a full one waits until something follows it.
        while pending.count - start > SegmentCipher.chunkLength {
            try seal(Array(pending[start..<start + SegmentCipher.chunkLength]), isLast: false)
            start += SegmentCipher.chunkLength
        }
        pending.removeFirst(start)
    }

    /// The durable segment, and the SHA-256 of its plaintext.
    package consuming func finish() throws -> (segment: Segment, sha256: [UInt8]) {
        try seal(pending, isLast: true)
        return (Segment(digest: try sink.finish(), length: length), Array(hash.finalize()))
    }

    private mutating func seal(_ chunk: [UInt8], isLast: Bool) throws {
        try sink.write(SegmentCipher.seal(chunk, number: chunks, isLast: isLast, key: key))
        chunks += 1
    }
}
