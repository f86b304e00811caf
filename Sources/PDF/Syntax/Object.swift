/// One PDF object.
///
/// Numbers keep what the file said: an integer stays an integer. Strings are decoded bytes, without delimiters.
///
/// - SeeAlso: ISO 32000-2 §7.3
package indirect enum Object: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    case real(Double)
    case string([UInt8])
    case name(Name)
    case array([Object])
    case dictionary(PDFDictionary)
    case stream(Stream)
    case reference(Reference)
}

/// A name with `#xx` escapes resolved, so that two spellings of one name are equal.
///
/// - SeeAlso: ISO 32000-2 §7.3.5
package struct Name: Hashable, Sendable, ExpressibleByStringLiteral {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    package init(_ text: String) {
        self.bytes = Array(text.utf8)
    }

    package init(stringLiteral text: StaticString) {
        self.bytes = text.withUTF8Buffer { Array($0) }
    }

    /// The name as text; bytes that are not UTF-8 become U+FFFD.
    package var text: String {
        String(decoding: bytes, as: UTF8.self)
    }
}

/// An indirect reference, `12 0 R`.
package struct Reference: Hashable, Sendable, Comparable {
    package let number: Int
    package let generation: Int

    package init(number: Int, generation: Int = 0) {
        self.number = number
        self.generation = generation
    }

    package static func < (left: Reference, right: Reference) -> Bool {
        (left.number, left.generation) < (right.number, right.generation)
    }
}

/// A dictionary whose keys are unique and keep the order of the file.
package struct PDFDictionary: Hashable, Sendable {
    package private(set) var keys: [Name] = []
    private var values: [Name: Object] = [:]

    package init() {}

    package init(_ entries: KeyValuePairs<Name, Object>) {
        for (key, value) in entries {
            self[key] = value
        }
    }

    package var isEmpty: Bool { keys.isEmpty }

    /// The value of `key`, or nil.
    ///
    /// Setting nil removes the key.
    package subscript(key: Name) -> Object? {
        get { values[key] }
        set {
            if let newValue {
                if values.updateValue(newValue, forKey: key) == nil { keys.append(key) }
            } else if values.removeValue(forKey: key) != nil {
                keys.removeAll { $0 == key }
            }
        }
    }

    package static func == (left: PDFDictionary, right: PDFDictionary) -> Bool {
        left.values == right.values
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(values)
    }
}

extension PDFDictionary: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (Name, Object)...) {
        for (key, value) in elements {
            self[key] = value
        }
    }
}

/// A stream: its dictionary, and its raw (still filtered) data in the file or in memory.
package struct Stream: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// Raw bytes at this range of the file.
        case file(Range<Int>)
        case bytes([UInt8])
    }

    package var dictionary: PDFDictionary
    package var content: Content

    package init(_ dictionary: PDFDictionary, _ content: Content) {
        self.dictionary = dictionary
        self.content = content
    }
}

extension Object {
    package var integer: Int? { if case .integer(let value) = self { value } else { nil } }
    package var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
    package var string: [UInt8]? { if case .string(let value) = self { value } else { nil } }
    package var name: Name? { if case .name(let value) = self { value } else { nil } }
    package var array: [Object]? { if case .array(let value) = self { value } else { nil } }
    package var stream: Stream? { if case .stream(let value) = self { value } else { nil } }
    package var reference: Reference? { if case .reference(let value) = self { value } else { nil } }

    /// The dictionary itself, or the dictionary of a stream.
    package var dictionary: PDFDictionary? {
        switch self {
        case .dictionary(let value): value
        case .stream(let value): value.dictionary
        default: nil
        }
    }

    /// An integer or a real, as a real.
    package var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        default: nil
        }
    }
}
