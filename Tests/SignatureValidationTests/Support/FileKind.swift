/// The ways in which a file keeps its cross-references and objects. ISO 32000-2 §7.5.4, §7.5.7, §7.5.8
enum FileKind: String, CaseIterable, Sendable {
    case table, stream, objectStream

    /// One page with a line.
    var onePage: [UInt8] {
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents 4 0 R >>",
        ]
        var file = GrowingFile()
        switch self {
        case .table:
            for (index, object) in objects.enumerated() { file.add(index + 1, object) }
            file.add(4, Self.line)
            return file.withTable()
        case .stream:
            for (index, object) in objects.enumerated() { file.add(index + 1, object) }
            file.add(4, Self.line)
            return file.withStream(inside: 0)
        case .objectStream:
            file.add(4, Self.line)
            var directory = ""
            var body = ""
            for (index, object) in objects.enumerated() {
                directory += "\(index + 1) \(body.utf8.count) "
                body += object + "\n"
            }
            file.add(
                5,
                "<< /Type /ObjStm /N 3 /First \(directory.utf8.count) /Length \((directory + body).utf8.count) >>\n"
                    + "stream\n\(directory)\(body)\nendstream"
            )
            return file.withStream(inside: 3)
        }
    }

    private static let line = "<< /Length 18 >>\nstream\n0 0 m 100 100 l S\n\nendstream"
}

/// Objects one after the other, with the places where they begin.
private struct GrowingFile {
    private var text = "%PDF-1.7\n"
    private var offsets: [Int: Int] = [:]

    mutating func add(_ number: Int, _ object: String) {
        offsets[number] = text.utf8.count
        text += "\(number) 0 obj\n\(object)\nendobj\n"
    }

    func withTable() -> [UInt8] {
        let size = offsets.count + 1
        var table = "xref\n0 \(size)\n0000000000 65535 f \n"
        for number in 1..<size {
            let digits = "\(offsets[number] ?? 0)"
            table += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        return Array("\(text)\(table)trailer\n<< /Size \(size) /Root 1 0 R >>\n".utf8) + end
    }

    /// `inside` says how many objects, from number 1 on, are in the object stream, which is the last object.
    func withStream(inside: Int) -> [UInt8] {
        let own = offsets.count + inside + 1
        var entries: [UInt8] = [0, 0, 0, 0, 0, 0, 0]
        for number in 1...own {
            let isInside = number <= inside
            let place = isInside ? own - 1 : offsets[number] ?? text.utf8.count
            entries.append(isInside ? 2 : 1)
            entries += withUnsafeBytes(of: UInt32(place).bigEndian) { Array($0) }
            entries += [0, isInside ? UInt8(number - 1) : 0]
        }
        let dictionary =
            "<< /Type /XRef /Size \(own + 1) /W [1 4 2] /Root 1 0 R /Length \(entries.count) >>"
        return Array("\(text)\(own) 0 obj\n\(dictionary)\nstream\n".utf8) + entries
            + Array("\nendstream\nendobj\n".utf8) + end
    }

    private var end: [UInt8] { Array("startxref\n\(text.utf8.count)\n%%EOF\n".utf8) }
}
