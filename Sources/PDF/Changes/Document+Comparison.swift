import Crypto

extension Document {
    /// Numbers of the objects that exist in this revision, in order.
    var numbersInUse: [Int] {
        entries.numbers.filter(isInUse)
    }

    func isInUse(_ number: Int) -> Bool {
        entries[number].map { $0 != .free } ?? false
    }

    /// What this revision has under `number`, whatever its generation.
    func stored(_ number: Int) throws(PDFError) -> Object {
        try object(Reference(number: number, generation: generation(of: number)))
    }

    /// The generation of the object that this revision has under `number`.
    func generation(of number: Int) -> Int {
        guard case .offset(_, let generation) = entries[number] else { return 0 }
        return generation
    }

    /// Whether a stream is stored as the same bytes as another file's stream, compared piece by piece.
    func hasSameData(_ stream: Stream, as other: Stream, of document: Document) throws(PDFError) -> Bool {
        let piece = 1 << 18
        guard stream.content.count == other.content.count else { return false }
        for start in stride(from: 0, to: stream.content.count, by: piece) {
            let range = start..<min(start + piece, stream.content.count)
            guard try stored(range, of: stream) == document.stored(range, of: other) else { return false }
        }
        return true
    }

    /// SHA-256 of the bytes of a stream as they are stored, read piece by piece.
    func storedDigest(of stream: Stream) throws(PDFError) -> SHA256.Digest {
        let piece = 1 << 18
        var hash = SHA256()
        for start in stride(from: 0, to: stream.content.count, by: piece) {
            hash.update(data: try stored(start..<min(start + piece, stream.content.count), of: stream))
        }
        return hash.finalize()
    }

    private func stored(_ range: Range<Int>, of stream: Stream) throws(PDFError) -> [UInt8] {
        switch stream.content {
        case .file(let place):
            try source.read(place.lowerBound + range.lowerBound..<place.lowerBound + range.upperBound)
        case .bytes(let bytes): Array(bytes[range])
        }
    }
}

extension Stream.Content {
    var count: Int {
        switch self {
        case .file(let place): place.count
        case .bytes(let bytes): bytes.count
        }
    }
}
