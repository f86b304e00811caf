/// How much of a stranger's archive is read.
package struct ZipLimits: Hashable, Sendable {
    package let entries: Int
    package let nameLength: Int
    /// Of one entry and of all together, decompressed.
    package let entrySize: Int
    package let totalSize: Int

    package init(
        entries: Int = 10_000,
        nameLength: Int = 512,
        entrySize: Int = 2 << 30,
        totalSize: Int = 4 << 30
    ) {
        self.entries = entries
        self.nameLength = nameLength
        self.entrySize = entrySize
        self.totalSize = totalSize
    }

    /// Deflate cannot do better than this. RFC 1951
    static let mostRatio = 1_032
}
