/// Writes objects, always the same way.
///
/// - SeeAlso: ISO 32000-2 §7.3
struct Writer {
    private(set) var bytes: [UInt8] = []

    mutating func text(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    mutating func raw(_ raw: [UInt8]) {
        bytes.append(contentsOf: raw)
    }

    /// Writes an object that is not a stream; `PDFError.numberNotFinite` when a real cannot be written.
    mutating func object(_ object: Object) throws(PDFError) {
        switch object {
        case .null: text("null")
        case .boolean(let value): text(value ? "true" : "false")
        case .integer(let value): text(String(value))
        case .real(let value): text(try Self.decimal(value))
        case .string(let value): string(value)
        case .name(let value): name(value)
        case .array(let elements):
            text("[")
            for (index, element) in elements.enumerated() {
                if index > 0 { text(" ") }
                try self.object(element)
            }
            text("]")
        case .dictionary(let value): try dictionary(value)
        case .stream(let value): try dictionary(value.dictionary)
        case .reference(let value): text("\(value.number) \(value.generation) R")
        }
    }

    mutating func dictionary(_ dictionary: PDFDictionary) throws(PDFError) {
        text("<<")
        for key in dictionary.keys {
            name(key)
            text(" ")
            try object(dictionary[key] ?? .null)
            text("\n")
        }
        text(">>")
    }

    mutating func name(_ name: Name) {
        bytes.append(.slash)
        for byte in name.bytes {
            if byte > 0x20, byte < 0x7F, byte != .numberSign, byte.isRegular {
                bytes.append(byte)
            } else {
                bytes.append(.numberSign)
                bytes.append(contentsOf: hexadecimal([byte]))
            }
        }
    }

    /// In parentheses when all characters are printable, else hexadecimal.
    private mutating func string(_ string: [UInt8]) {
        guard string.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
            bytes.append(.lessThan)
            bytes.append(contentsOf: hexadecimal(string))
            bytes.append(.greaterThan)
            return
        }
        bytes.append(.leftParenthesis)
        for byte in string {
            if byte == .leftParenthesis || byte == .rightParenthesis || byte == .backslash { bytes.append(.backslash) }
            bytes.append(byte)
        }
        bytes.append(.rightParenthesis)
    }

    /// The shortest decimal that reads back as `value`, without an exponent. §7.3.3
    static func decimal(_ value: Double) throws(PDFError) -> String {
        guard value.isFinite else { throw .numberNotFinite }
        let description = String(value)
        guard let mark = description.firstIndex(of: "e"),
            let exponent = Int(description[description.index(after: mark)...])
        else { return description.hasSuffix(".0") ? String(description.dropLast(2)) : description }
        let isNegative = description.hasPrefix("-")
        let parts = description[..<mark].drop { $0 == "-" }.split(separator: ".")
        var digits = parts.joined()
        var point = (parts.first?.count ?? 0) + exponent
        if point <= 0 {
            digits = String(repeating: "0", count: 1 - point) + digits
            point = 1
        }
        if point > digits.count { digits += String(repeating: "0", count: point - digits.count) }
        let split = digits.index(digits.startIndex, offsetBy: point)
        var fraction = digits[split...]
        while fraction.last == "0" { fraction = fraction.dropLast() }
        return (isNegative ? "-" : "") + digits[..<split] + (fraction.isEmpty ? "" : "." + fraction)
    }
}
