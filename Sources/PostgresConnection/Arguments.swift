/// The bytes of a statement's parameters, as libpq takes them.
struct Arguments {
    /// All values, one after the other, and one byte more, so that an empty value has an address too.
    private let bytes: [UInt8]
    /// Nil for NULL.
    private let starts: [Int?]
    private let lengths: [Int32]

    init(_ parameters: [Parameter]) throws(PostgresError) {
        var bytes: [UInt8] = []
        var starts: [Int?] = []
        var lengths: [Int32] = []
        for parameter in parameters {
            let value = try parameter.encoded()
            guard let length = Int32(exactly: value?.count ?? 0) else { throw .notStorable("value of 2 GiB or more") }
            starts.append(value == nil ? nil : bytes.count)
            lengths.append(length)
            bytes += value ?? []
        }
        self.bytes = bytes + [0]
        self.starts = starts
        self.lengths = lengths
    }

    /// Pointers to the values, their lengths, and their format (1, binary).
    func withPointers<Value>(
        _ body: ([UnsafePointer<CChar>?], _ lengths: [Int32], _ formats: [Int32]) -> Value
    ) -> Value {
        bytes.withUnsafeBytes { buffer in
            let first = buffer.assumingMemoryBound(to: CChar.self).baseAddress
            let pointers = starts.map { start in start.flatMap { start in first.map { $0 + start } } }
            return body(pointers, lengths, Array(repeating: 1, count: lengths.count))
        }
    }
}
