extension Document {
    /// Numbers of the objects that exist in this revision, in order.
    var numbersInUse: [Int] {
        entries.filter { $0.value != .free }.keys.sorted()
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

    /// The bytes of a stream as they are stored.
    func rawData(of stream: Stream) throws(PDFError) -> [UInt8] {
        switch stream.content {
        case .file(let range): try source.read(range)
        case .bytes(let bytes): bytes
        }
    }
}
