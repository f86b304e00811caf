/// A well-formedness check for XML without a document type: no entities of its own, nothing to fetch.
///
/// Bounded in size and depth, without recursion. It accepts less than XML 1.0: UTF-8 only, no `<!DOCTYPE`.
///
/// - SeeAlso: XML 1.0 §2.1; SIGNING C 37
struct PlainXML {
    private static let sizeLimit = 4 << 20
    private static let depthLimit = 256

    private let bytes: [UInt8]
    private var position = 0
    private var open: [ArraySlice<UInt8>] = []
    private var hasRoot = false

    static func isWellFormed(_ bytes: [UInt8]) -> Bool {
        guard bytes.count <= sizeLimit, String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) else {
            return false
        }
        var xml = PlainXML(bytes: bytes)
        xml.skip([0xEF, 0xBB, 0xBF])
        return xml.readDocument()
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func readDocument() -> Bool {
        while position < bytes.count {
            let isRight: Bool
            if skip("<?") {
                isRight = skip(to: "?>")
            } else if skip("<!--") {
                isRight = skip(to: "--") && skip(">")
            } else if skip("<![CDATA[") {
                isRight = !open.isEmpty && skip(to: "]]>")
            } else if skip("</") {
                isRight = endTag()
            } else if skip("<") {
                isRight = startTag()
            } else {
                isRight = text(until: UInt8(ascii: "<"), isBlank: open.isEmpty)
            }
            guard isRight else { return false }
        }
        return hasRoot && open.isEmpty
    }

    private mutating func startTag() -> Bool {
        guard !(open.isEmpty && hasRoot), open.count < Self.depthLimit, let name = name() else { return false }
        hasRoot = true
        var attributes: Set<ArraySlice<UInt8>> = []
        while true {
            let isSeparated = skipSpace()
            if skip("/>") { return true }
            if skip(">") {
                open.append(name)
                return true
            }
            guard isSeparated, let attribute = self.name(), attributes.insert(attribute).inserted else { return false }
            skipSpace()
            guard skip("=") else { return false }
            skipSpace()
            guard position < bytes.count else { return false }
            let quote = bytes[position]
            guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return false }
            position += 1
            guard text(until: quote, isBlank: false), position < bytes.count else { return false }
            position += 1
        }
    }

    private mutating func endTag() -> Bool {
        guard let name = name(), open.popLast() == name else { return false }
        skipSpace()
        return skip(">")
    }

    /// Characters up to `end`, where `&` stands for a character only.
    private mutating func text(until end: UInt8, isBlank: Bool) -> Bool {
        while position < bytes.count, bytes[position] != end {
            let byte = bytes[position]
            if isBlank, !Self.isSpace(byte) { return false }
            if byte == UInt8(ascii: "<") { return false }
            if byte < 0x20, !Self.isSpace(byte) { return false }
            if byte == UInt8(ascii: "&") {
                guard skipCharacterReference() else { return false }
            } else {
                position += 1
            }
        }
        return true
    }

    private mutating func skipCharacterReference() -> Bool {
        for known in ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"] where skip(known) { return true }
        guard skip("&#") else { return false }
        let radix = skip("x") ? 16 : 10
        let start = position
        while position < bytes.count, position - start < 8, bytes[position] != UInt8(ascii: ";") { position += 1 }
        let digits = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let value = UInt32(digits, radix: radix), value >= 0x20 || [9, 10, 13].contains(value),
            Unicode.Scalar(value) != nil
        else { return false }
        return skip(";")
    }

    private mutating func name() -> ArraySlice<UInt8>? {
        let start = position
        while position < bytes.count, !Self.isSpace(bytes[position]), !"<>/=&\"'!?".utf8.contains(bytes[position]) {
            position += 1
        }
        guard position > start, !"-.0123456789".utf8.contains(bytes[start]) else { return nil }
        return bytes[start..<position]
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

    @discardableResult
    private mutating func skipSpace() -> Bool {
        let start = position
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
        return position > start
    }

    private mutating func skip(_ text: String) -> Bool { skip(Array(text.utf8)) }

    @discardableResult
    private mutating func skip(_ prefix: [UInt8]) -> Bool {
        guard bytes[position...].starts(with: prefix) else { return false }
        position += prefix.count
        return true
    }

    private mutating func skip(to end: String) -> Bool {
        let mark = Array(end.utf8)
        while position < bytes.count {
            if skip(mark) { return true }
            position += 1
        }
        return false
    }
}
