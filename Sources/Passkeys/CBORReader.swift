enum CBORError: Error, Hashable {
    case malformed
}

/// Cuts CBOR into its items, as far as WebAuthn's envelope needs: definite lengths, shortest heads, bounded depth.
///
/// What the items mean is for libfido2 to say; this only finds where they begin and end.
///
/// - SeeAlso: RFC 8949 §3, §4.2.1; CTAP 2.1 §8 (canonical form)
struct CBORReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// The next `count` bytes as they stand.
    mutating func take(_ count: Int) throws(CBORError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.endIndex - position else { throw .malformed }
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// Throws unless everything has been read.
    func end() throws(CBORError) {
        guard position == bytes.endIndex else { throw .malformed }
    }

    mutating func integer() throws(CBORError) -> Int {
        let (major, argument) = try head()
        switch major {
        case 0: return argument
        case 1: return -1 - argument
        default: throw .malformed
        }
    }

    mutating func text() throws(CBORError) -> String {
        let (major, argument) = try head()
        guard major == 3, let text = String(validating: try take(argument), as: UTF8.self) else { throw .malformed }
        return text
    }

    mutating func byteString() throws(CBORError) -> [UInt8] {
        let (major, argument) = try head()
        guard major == 2 else { throw .malformed }
        return Array(try take(argument))
    }

    /// Number of pairs of the map that follows.
    mutating func mapHeader() throws(CBORError) -> Int {
        let (major, argument) = try head()
        // A pair takes at least two bytes: a count that cannot be true is refused before any loop.
        guard major == 5, argument <= (bytes.endIndex - position) / 2 else { throw .malformed }
        return argument
    }

    /// Whether a map follows, without reading it.
    func requireMap() throws(CBORError) {
        var ahead = self
        _ = try ahead.mapHeader()
    }

    /// Steps over one whole item and returns its bytes.
    @discardableResult
    mutating func skip(depth: Int = 16) throws(CBORError) -> ArraySlice<UInt8> {
        guard depth > 0 else { throw .malformed }
        let start = position
        let (major, argument) = try head()
        switch major {
        case 0, 1: break
        case 2, 3: _ = try take(argument)
        case 4, 5:
            guard argument <= bytes.endIndex - position else { throw .malformed }
            for _ in 0..<(major == 4 ? argument : 2 * argument) { try skip(depth: depth - 1) }
        // false, true, null; tags, floats and undefined have no place in what we are sent.
        case 7: guard (20...22).contains(argument) else { throw .malformed }
        default: throw .malformed
        }
        return bytes[start..<position]
    }

    private mutating func head() throws(CBORError) -> (major: UInt8, argument: Int) {
        guard let initial = try take(1).first else { throw .malformed }
        let major = initial >> 5
        let low = Int(initial & 0x1f)
        let width: Int
        switch low {
        case 0..<24: return (major, low)
        case 24: width = 1
        case 25: width = 2
        case 26: width = 4
        default: throw .malformed
        }
        let argument = try take(width).reduce(0) { $0 << 8 | Int($1) }
        // The shortest head that can hold the argument is the only one.
        let shortest = argument < 24 ? 0 : argument < 0x100 ? 1 : argument < 0x10000 ? 2 : 4
        guard width == shortest, major != 7 else { throw .malformed }
        return (major, argument)
    }
}
