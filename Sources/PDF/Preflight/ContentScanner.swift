/// Where on a page a piece of text begins, in default user space.
struct TextPosition: Hashable {
    let x, y: Double
}

/// One operator of a content stream with what stood before it.
struct ContentOperator {
    let name: String
    let operands: [Object]
}

/// Reads content streams far enough to know where text is shown and whether areas are filled.
///
/// - SeeAlso: ISO 32000-2 §7.8.2, §9.4.2
enum ContentScanner {
    /// At most this many operators are looked at; a longer stream is judged by its beginning.
    static let operatorLimit = 2_000_000
    private static let mostOperands = 128

    static func operators(in content: [UInt8]) throws(PDFError) -> [ContentOperator] {
        var found: [ContentOperator] = []
        try scan(content) { found.append($0) }
        return found
    }

    static func textPositions(in content: [UInt8]) throws(PDFError) -> [TextPosition] {
        var state = TextState()
        var positions: [TextPosition] = []
        try scan(content) { operation in
            if state.apply(operation) { positions.append(state.position) }
        }
        return positions
    }

    /// Tells `each` of the operators in order.
    static func scan(
        _ content: [UInt8],
        _ each: (ContentOperator) throws(PDFError) -> Void
    ) throws(PDFError) {
        var parser = ObjectParser(Lexer(content), limits: .standard)
        var operands: [Object] = []
        var count = 0
        while count < operatorLimit {
            try parser.lexer.skipSpace()
            guard let byte = try parser.lexer.peek() else { return }
            if byte.startsOperator {
                let name = String(decoding: try parser.lexer.run(limit: 64), as: UTF8.self)
                if ["true", "false", "null"].contains(name) {
                    operands.append(name == "null" ? .null : .boolean(name == "true"))
                    continue
                }
                try each(ContentOperator(name: name, operands: operands))
                operands = []
                count += 1
                if name == "ID" { try skipInlineImage(&parser.lexer) }
            } else {
                // No operator takes as many; the last ones are those that count.
                if operands.count == 2 * mostOperands { operands.removeFirst(mostOperands) }
                operands.append(try parser.object())
            }
        }
    }

    /// Skips image bytes up to `EI` between white space. §8.9.7
    private static func skipInlineImage(_ lexer: inout Lexer) throws(PDFError) {
        var previous: UInt8 = 0
        while let byte = try lexer.next() {
            if byte == 0x45, previous.isWhiteSpace {
                let start = lexer.position
                if try lexer.skip(0x49) {
                    guard let after = try lexer.peek(), !after.isWhiteSpace else { return }
                }
                lexer.position = start
            }
            previous = byte
        }
    }
}

extension UInt8 {
    fileprivate var startsOperator: Bool {
        switch self {
        case 0x41...0x5A, 0x61...0x7A, 0x27, 0x22: true
        default: false
        }
    }
}
