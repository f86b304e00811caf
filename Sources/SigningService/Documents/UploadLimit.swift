/// The most bytes that an upload may have, as the operator wants it.
package struct UploadLimit: Hashable, Sendable {
    package let bytes: Int

    /// What an operator may choose: memory does not grow with a document, but disk and time do.
    package static let range = 1_000_000...1_000_000_000

    /// 200 MB.
    package static let standard = UploadLimit(200_000_000)

    /// Nil outside of `range`.
    package init?(bytes: Int) {
        guard Self.range.contains(bytes) else { return nil }
        self.init(bytes)
    }

    private init(_ bytes: Int) {
        self.bytes = bytes
    }
}
