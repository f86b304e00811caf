/// Parses objects at the position of a lexer, strictly and with bounded depth.
///
/// - SeeAlso: ISO 32000-2 §7.3
struct ObjectParser {
    var lexer: Lexer
    let limits: Limits
    /// The number of the indirect object that is being read, for errors.
    var number: Int?

    init(_ lexer: Lexer, limits: Limits, number: Int? = nil) {
        self.lexer = lexer
        self.limits = limits
        self.number = number
    }

    var place: Place { Place(object: number, offset: lexer.position) }

    /// The next object; white space and comments before it are skipped.
    mutating func object(depth: Int = 0) throws(PDFError) -> Object {
        try lexer.skipSpace()
        guard let byte = try lexer.peek() else { throw .damaged(.unexpectedEnd, place) }
        switch byte {
        case .slash: return .name(try name())
        case .leftParenthesis: return .string(try literalString())
        case .lessThan:
            if try lexer.skip(prefix: "<<") { return .dictionary(try dictionary(depth: depth)) }
            return .string(try hexadecimalString())
        case .leftBracket: return .array(try array(depth: depth))
        case .plus, .minus, .point: return try numeral()
        default: break
        }
        if byte.decimalDigit != nil {
            if let reference = try reference() { return reference }
            return try numeral()
        }
        if try lexer.skip(word: "null") { return .null }
        if try lexer.skip(word: "true") { return .boolean(true) }
        if try lexer.skip(word: "false") { return .boolean(false) }
        throw .damaged(.unexpectedByte(byte), place)
    }

    private mutating func array(depth: Int) throws(PDFError) -> [Object] {
        guard depth < limits.nesting else { throw .limit(.nesting, place) }
        lexer.position += 1
        var elements: [Object] = []
        while true {
            try lexer.skipSpace()
            if try lexer.skip(.rightBracket) { return elements }
            guard elements.count < limits.elements else { throw .limit(.elements, place) }
            elements.append(try object(depth: depth + 1))
        }
    }

    /// The entries after `<<`.
    ///
    /// A key that comes twice is an error: readers disagree which one counts (VAL-12).
    mutating func dictionary(
        depth: Int,
        eachValue: ((Name, Range<Int>) -> Void)? = nil
    ) throws(PDFError) -> PDFDictionary {
        guard depth < limits.nesting else { throw .limit(.nesting, place) }
        var dictionary = PDFDictionary()
        while true {
            try lexer.skipSpace()
            if try lexer.skip(prefix: ">>") { return dictionary }
            guard dictionary.keys.count < limits.elements else { throw .limit(.elements, place) }
            let keyPlace = place
            guard try lexer.peek() == .slash else { throw .damaged(.dictionaryKey, keyPlace) }
            let key = try name()
            guard dictionary[key] == nil else { throw .duplicateKey(key, keyPlace) }
            try lexer.skipSpace()
            let start = lexer.position
            dictionary[key] = try object(depth: depth + 1)
            eachValue?(key, start..<lexer.position)
        }
    }

    /// `12 0 R`, or nil with nothing skipped.
    private mutating func reference() throws(PDFError) -> Object? {
        let start = lexer.position
        if let target = try lexer.unsignedInteger() {
            try lexer.skipSpace()
            if let generation = try lexer.unsignedInteger() {
                try lexer.skipSpace()
                if try lexer.skip(word: "R") {
                    guard target <= limits.objectNumber, generation <= 65_535 else {
                        throw .limit(.objectNumber, Place(object: number, offset: start))
                    }
                    return .reference(Reference(number: target, generation: generation))
                }
            }
        }
        lexer.position = start
        return nil
    }
}
