import Crypto

/// Lays out the suffix of an incremental update.
struct UpdateWriter {
    struct Suffix {
        let bytes: [UInt8]
        /// Where each object begins in `bytes`.
        let positions: [Int: Int]
    }

    private var update: IncrementalUpdate
    private let base: Document
    private let newest: Revision
    private var writer = Writer()
    private var positions: [Int: Int] = [:]

    init(_ update: IncrementalUpdate) throws(PDFError) {
        guard let newest = update.document.revisions.last else { throw .revisionMissing(0) }
        self.update = update
        self.newest = newest
        base = update.document
    }

    mutating func write() throws(PDFError) -> Suffix {
        if let last = try base.source.read(max(0, base.source.count - 1)..<base.source.count).last,
            last != .lineFeed, last != .carriageReturn
        {
            writer.text("\n")
        }
        for (number, pending) in update.pending.sorted(by: { $0.key < $1.key }) { try write(number, pending) }
        switch newest.kind {
        case .table: try writeTable()
        case .stream: try writeStream()
        }
        return Suffix(bytes: writer.bytes, positions: positions)
    }

    private mutating func write(_ number: Int, _ pending: IncrementalUpdate.PendingObject) throws(PDFError) {
        positions[number] = writer.bytes.count
        writer.text("\(number) \(pending.generation) obj\n")
        switch pending.body {
        case .syntax(let syntax): writer.raw(syntax)
        case .object(.stream(let stream)):
            let data: [UInt8]
            switch stream.content {
            case .bytes(let bytes): data = bytes
            case .file(let range): data = try base.source.read(range)
            }
            var dictionary = stream.dictionary
            dictionary["Length"] = .integer(data.count)
            try writer.dictionary(dictionary)
            writer.text("\nstream\n")
            writer.raw(data)
            writer.text("\nendstream")
        case .object(let object): try writer.object(object)
        }
        writer.text("\nendobj\n")
    }

    /// Entries of exactly 20 bytes, subsections ascending. PDF-3
    private mutating func writeTable() throws(PDFError) {
        let start = try offset(writer.bytes.count)
        writer.text("xref\n")
        for run in runs(positions.keys.sorted()) {
            writer.text("\(run.lowerBound) \(run.count)\n")
            for number in run {
                let entry = try offset(positions[number] ?? 0)
                let generation = update.pending[number]?.generation ?? 0
                writer.text("\(Self.padded(entry, 10)) \(Self.padded(generation, 5)) n \n")
            }
        }
        writer.text("trailer\n")
        try writer.dictionary(trailer())
        end(start)
    }

    /// An unfiltered cross-reference stream that lists itself, under a number of its own.
    private mutating func writeStream() throws(PDFError) {
        let number = update.freshNumber()
        let position = writer.bytes.count
        let start = try offset(position)
        positions[number] = position
        let width = max(4, (Int.bitWidth - start.leadingZeroBitCount + 7) / 8)

        var index: [Object] = []
        var data: [UInt8] = []
        for run in runs(positions.keys.sorted()) {
            index += [.integer(run.lowerBound), .integer(run.count)]
            for number in run {
                let entry = try offset(positions[number] ?? 0)
                data.append(1)
                for byte in (0..<width).reversed() { data.append(UInt8(truncatingIfNeeded: entry >> (8 * byte))) }
                let generation = update.pending[number]?.generation ?? 0
                data.append(UInt8(truncatingIfNeeded: generation >> 8))
                data.append(UInt8(truncatingIfNeeded: generation))
            }
        }
        var dictionary = PDFDictionary(["Type": .name("XRef")])
        let trailer = trailer()
        for key in trailer.keys { dictionary[key] = trailer[key] }
        dictionary["W"] = .array([.integer(1), .integer(width), .integer(2)])
        dictionary["Index"] = .array(index)
        dictionary["Length"] = .integer(data.count)
        writer.text("\(number) 0 obj\n")
        try writer.dictionary(dictionary)
        writer.text("\nstream\n")
        writer.raw(data)
        writer.text("\nendstream\nendobj")
        end(start)
    }

    private mutating func end(_ start: Int) {
        writer.text("\nstartxref\n\(start)\n%%EOF\n")
    }

    /// The last trailer, brought forward: `/Size`, `/Prev` and the second part of `/ID` are new. PDF-3
    private func trailer() -> PDFDictionary {
        var trailer = PDFDictionary()
        let ofStream: Set<Name> = ["Type", "Index", "W", "Length", "Filter", "DecodeParms"]
        for key in update.trailer.keys where !ofStream.contains(key) { trailer[key] = update.trailer[key] }
        let highest = max(base.highestObjectNumber, positions.keys.max() ?? 0)
        trailer["Size"] = .integer(highest + 1)
        trailer["Prev"] = .integer(newest.xrefOffset)
        let fresh = Object.string(identifier())
        let first = (try? base.resolve(newest.trailer["ID"]))?.array?.first ?? fresh
        trailer["ID"] = .array([first, fresh])
        return trailer
    }

    /// From the length of the base and the objects written, so that equal work gives equal bytes.
    private func identifier() -> [UInt8] {
        var hash = SHA256()
        hash.update(data: Array("chigiri-id\0\(base.source.count)\0\(newest.xrefOffset)\0".utf8))
        hash.update(data: writer.bytes)
        return Array(hash.finalize().prefix(16))
    }

    /// A position in the suffix as an offset in the file; 10 digits are all that a table has.
    private func offset(_ position: Int) throws(PDFError) -> Int {
        let offset = base.source.count + position
        guard newest.kind == .stream || offset < 10_000_000_000 else { throw .offsetTooLarge(offset) }
        return offset
    }

    private func runs(_ numbers: [Int]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for number in numbers {
            if let last = runs.last, last.upperBound == number {
                runs[runs.count - 1] = last.lowerBound..<number + 1
            } else {
                runs.append(number..<number + 1)
            }
        }
        return runs
    }

    static func padded(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
