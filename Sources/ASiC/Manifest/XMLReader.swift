/// Reads the XML that manifests are made of: elements, attributes, text, comments, in UTF-8.
///
/// There is no document type and so no entity but the five of XML itself, no processing instruction but the declaration,
/// no CDATA. Everything is bounded.
///
/// - SeeAlso: XML 1.0 §2, Namespaces in XML 1.0
struct XMLReader {
    private let bytes: [UInt8]
    private var position = 0
    private var elements = 0

    static let mostBytes = 8 << 20
    private static let mostDepth = 32
    private static let mostElements = 100_000

    /// Reads a whole document.
    static func document(_ bytes: [UInt8]) throws(ASiCError) -> XMLElement {
        guard bytes.count <= mostBytes else { throw .limit(.xmlSize) }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        guard String(validating: body, as: UTF8.self) != nil else { throw .xml(.encoding, at: 0) }
        var reader = XMLReader(bytes: body)
        try reader.declaration()
        try reader.space()
        let root = try reader.element(inside: ["xml": "http://www.w3.org/XML/1998/namespace"], depth: 0)
        try reader.space()
        guard reader.position == body.count else { throw .xml(.end, at: reader.position) }
        return root
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    // MARK: Document

    private mutating func declaration() throws(ASiCError) {
        guard take("<?xml") else { return }
        let start = position
        while position < bytes.count, !starts("?>") { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
        guard take("?>"), text.contains("version"), text.contains("1.0") else { throw .xml(.declaration, at: start) }
        guard !text.contains("encoding") || text.contains("utf-8") else { throw .xml(.encoding, at: start) }
    }

    /// White space and comments.
    private mutating func space() throws(ASiCError) {
        while position < bytes.count {
            if Self.isSpace(bytes[position]) {
                position += 1
            } else if starts("<!--") {
                try comment()
            } else if starts("<!") {
                throw .xml(.documentType, at: position)
            } else if starts("<?") {
                throw .xml(.processingInstruction, at: position)
            } else {
                return
            }
        }
    }

    private mutating func comment() throws(ASiCError) {
        let start = position
        position += 4
        while position < bytes.count, !starts("--") { position += 1 }
        guard take("-->") else { throw .xml(.tag, at: start) }
    }

    // MARK: Elements

    private mutating func element(inside scope: [String: String], depth: Int) throws(ASiCError) -> XMLElement {
        elements += 1
        guard depth < Self.mostDepth else { throw .limit(.xmlDepth) }
        guard elements <= Self.mostElements else { throw .limit(.xmlElements) }
        let start = position
        guard take("<") else { throw .xml(.tag, at: start) }
        let tag = try name()
        let written = try attributes()
        var scope = scope
        for (name, value) in written where name == "xmlns" || name.hasPrefix("xmlns:") {
            scope[name == "xmlns" ? "" : String(name.dropFirst(6))] = value
        }
        let parts = tag.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let local = parts.last, let namespace = scope[parts.count == 2 ? String(parts[0]) : ""]
        else { throw .xml(.namespace, at: start) }
        var element = XMLElement(
            namespace: namespace,
            name: String(local),
            attributes: written.filter { !$0.key.contains(":") && $0.key != "xmlns" }
        )
        if take("/>") { return element }
        guard take(">") else { throw .xml(.tag, at: position) }
        while !starts("</") {
            guard position < bytes.count else { throw .xml(.end, at: position) }
            if starts("<!--") {
                try comment()
            } else if starts("<!") {
                throw .xml(.documentType, at: position)
            } else if starts("<?") {
                throw .xml(.processingInstruction, at: position)
            } else if bytes[position] == UInt8(ascii: "<") {
                element.children.append(try self.element(inside: scope, depth: depth + 1))
            } else {
                element.text += try text(until: UInt8(ascii: "<"))
            }
        }
        position += 2
        guard try name() == tag else { throw .xml(.tag, at: position) }
        skipSpace()
        guard take(">") else { throw .xml(.tag, at: position) }
        return element
    }

    private mutating func attributes() throws(ASiCError) -> [String: String] {
        var attributes: [String: String] = [:]
        while true {
            let start = position
            skipSpace()
            guard position < bytes.count else { throw .xml(.end, at: position) }
            if bytes[position] == UInt8(ascii: ">") || starts("/>") { return attributes }
            guard position > start else { throw .xml(.attribute, at: start) }
            let name = try name()
            skipSpace()
            guard take("=") else { throw .xml(.attribute, at: position) }
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'")
            else { throw .xml(.attribute, at: position) }
            let quote = bytes[position]
            position += 1
            let value = try text(until: quote)
            guard position < bytes.count, !value.contains("<") else { throw .xml(.attribute, at: position) }
            position += 1
            guard attributes.updateValue(value, forKey: name) == nil else { throw .xml(.attribute, at: start) }
        }
    }

    private mutating func name() throws(ASiCError) -> String {
        let start = position
        while position < bytes.count, Self.isName(bytes[position]) { position += 1 }
        guard position > start, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[start]),
            bytes[start] != UInt8(ascii: "-"), bytes[start] != UInt8(ascii: ".")
        else { throw .xml(.tag, at: start) }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    // MARK: Text

    /// Character data with its references resolved.
    private mutating func text(until end: UInt8) throws(ASiCError) -> String {
        var collected: [UInt8] = []
        while position < bytes.count, bytes[position] != end {
            let byte = bytes[position]
            if byte == UInt8(ascii: "&") {
                collected += Array(String(try reference()).utf8)
                continue
            }
            guard byte >= 0x20 || Self.isSpace(byte) else { throw .xml(.character, at: position) }
            collected.append(byte)
            position += 1
        }
        return String(decoding: collected, as: UTF8.self)
    }

    private mutating func reference() throws(ASiCError) -> Unicode.Scalar {
        let start = position
        let end = bytes[start...].prefix(12).firstIndex(of: UInt8(ascii: ";"))
        guard let end else { throw .xml(.entity, at: start) }
        let name = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
        position = end + 1
        if let known = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"][name] as Unicode.Scalar? {
            return known
        }
        let number =
            name.hasPrefix("#x")
            ? UInt32(name.dropFirst(2), radix: 16)
            : name.hasPrefix("#") ? UInt32(name.dropFirst()) : nil
        guard let number, let scalar = Unicode.Scalar(number), number >= 0x20 || [9, 10, 13].contains(number) else {
            throw .xml(.entity, at: start)
        }
        return scalar
    }

    // MARK: Bytes

    private mutating func skipSpace() {
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
    }

    private func starts(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[position...].starts(with: $0) }
    }

    private mutating func take(_ text: StaticString) -> Bool {
        guard starts(text) else { return false }
        position += text.utf8CodeUnitCount
        return true
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: ":"), 0x80...:
            true
        default: false
        }
    }
}
