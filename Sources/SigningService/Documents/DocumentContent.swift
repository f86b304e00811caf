/// The bytes of a document, decrypted as they are read.
package struct DocumentContent: Sendable {
    package let name: String
    package let count: Int
    private let readRange: @Sendable (Range<Int>) async throws -> [UInt8]

    package init(name: String, count: Int, read: @escaping @Sendable (Range<Int>) async throws -> [UInt8]) {
        self.name = name
        self.count = count
        readRange = read
    }

    /// The bytes of a range within `0..<count`; ask for at most a megabyte or so at a time.
    package func read(_ range: Range<Int>) async throws -> [UInt8] {
        try await readRange(range)
    }
}
