/// How much of an attacker's file we are ready to look at (FND-6).
package struct Limits: Hashable, Sendable {
    /// Bytes of the whole file.
    package var fileSize = 1 << 40
    package var pages = 2_000
    /// Depth of nested arrays and dictionaries, and of the page and field trees.
    package var nesting = 100
    /// Cross-reference entries, all revisions together.
    package var objects = 4_000_000
    package var objectNumber = Int(Int32.max)
    package var revisions = 1_000
    /// Elements of one array or dictionary.
    package var elements = 1_000_000
    package var stringLength = 32 << 20
    package var nameLength = 4_096
    package var filters = 8
    package var fields = 20_000
    /// Raw bytes of one stream that we decode.
    package var streamBytes = 256 << 20
    /// Bytes after any filter of one stream.
    package var decodedBytes = 128 << 20
    /// Decoded to raw bytes, once `decodedRatioFloor` is passed.
    package var decodedRatio = 200
    package var decodedRatioFloor = 8 << 20
    /// Bytes after filters of all streams that are decoded while a file is open, repetitions included.
    package var decodedWork = 1 << 30
    /// So many bytes more for each byte of the file.
    package var decodedWorkPerByte = 64
    /// How far before the end of the file `startxref` is looked for.
    package var tailSearch = 1 << 20

    func decodedWork(fileSize: Int) -> Int {
        let (more, overflows) = fileSize.multipliedReportingOverflow(by: decodedWorkPerByte)
        let (sum, overflowsToo) = more.addingReportingOverflow(decodedWork)
        return overflows || overflowsToo ? Int.max : sum
    }

    /// For files that we judge or have made.
    package static let standard = Limits()

    /// For files that a sender uploads.
    package static func upload(fileSize: Int) -> Limits {
        var limits = Limits()
        limits.fileSize = fileSize
        return limits
    }
}
