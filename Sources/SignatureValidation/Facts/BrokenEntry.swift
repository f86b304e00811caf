import PDF

/// An entry of a signature dictionary that is not what it has to be, or a field whose `/V` is none.
///
/// - SeeAlso: ISO 32000-2 §12.8.1, Table 255; SIGNING C rows 1 and 14
struct BrokenEntry: Hashable, Sendable {
    enum Fault: Hashable, Sendable {
        case absent
        case null
        case empty
        case onlyZeros
        case notString
        case notIntegers
        case notName
        case notDictionary
        case twice
        case wrongValue(String)
        case missingObject(Int)
        case unreadable(PDFError)
    }

    /// The fully qualified name; empty when no field holds the dictionary.
    let field: String
    let key: String
    let fault: Fault

    var finding: Finding {
        let words = fault.words
        let owner = field.isEmpty ? ("", "") : ("署名欄「\(field)」の ", "field “\(field)”: ")
        let detail = Detail(ja: "\(owner.0)/\(key) \(words.ja)", en: "\(owner.1)/\(key) \(words.en)")
        return Finding(fault == .twice ? .duplicateKey : .signatureDictionaryInvalid, saying: detail)
    }
}

extension BrokenEntry {
    /// What is wrong with the entries that every signature needs.
    static func entries(
        of signature: SignatureDictionary,
        in document: Document
    ) throws(PDFError) -> [BrokenEntry] {
        let faults: [(key: String, fault: Fault?)] = [
            ("ByteRange", signature.byteRange == nil ? .notIntegers : nil),
            ("Contents", signature.contents.map(Fault.init(contents:)) ?? Fault.notString),
            ("Filter", signature.filter == nil ? .notName : nil),
        ]
        var broken: [BrokenEntry] = []
        for (key, fault) in faults {
            guard let fault else { continue }
            let absence = try absence(of: signature.dictionary[Name(key)], in: document)
            broken.append(BrokenEntry(field: signature.fieldName ?? "", key: key, fault: absence ?? fault))
        }
        return broken
    }

    private static func absence(of written: Object?, in document: Document) throws(PDFError) -> Fault? {
        guard let written else { return .absent }
        guard try document.resolve(written) == .null else { return nil }
        return written.reference.map { .missingObject($0.number) } ?? .null
    }

    /// A `/Type` that does not go with the `/SubFilter`.
    init(_ type: Name, of signature: SignatureDictionary) {
        self.init(field: signature.fieldName ?? "", key: "Type", fault: .wrongValue("/\(type.text)"))
    }

    /// What is wrong with the `/V` of a field without a signature dictionary; nil when the field is empty.
    init?(valueOf field: SignatureField) {
        if let problem = field.problem {
            if case .duplicateKey(let key, _) = problem {
                self.init(field: field.name, key: key.text, fault: .twice)
            } else {
                self.init(field: field.name, key: "V", fault: .unreadable(problem))
            }
            return
        }
        switch field.field.value {
        case nil, .null?: return nil
        case .reference(let reference)?:
            self.init(field: field.name, key: "V", fault: .missingObject(reference.number))
        default: self.init(field: field.name, key: "V", fault: .notDictionary)
        }
    }
}

extension BrokenEntry.Fault {
    /// What is wrong with a string that has to hold a signature; nil when nothing is.
    fileprivate init?(contents: [UInt8]) {
        guard !contents.contains(where: { $0 != 0 }) else { return nil }
        self = contents.isEmpty ? .empty : .onlyZeros
    }

    fileprivate var words: (ja: String, en: String) {
        switch self {
        case .absent: ("がありません", "is missing")
        case .null: ("が null です", "is null")
        case .empty: ("が空です", "is empty")
        case .onlyZeros: ("が零だけです", "holds only zeros")
        case .notString: ("が文字列ではありません", "is not a string")
        case .notIntegers: ("が整数の配列ではありません", "is not an array of integers")
        case .notName: ("が名前ではありません", "is not a name")
        case .notDictionary: ("が辞書ではありません", "is not a dictionary")
        case .twice: ("が二度書かれています", "is written twice")
        case .wrongValue(let value):
            ("の値 \(value) が署名の種類と合いません", "has the value \(value), which does not go with the kind")
        case .missingObject(let number):
            ("が示すオブジェクト \(number) がありません", "refers to object \(number), which does not exist")
        case .unreadable(let problem): ("を読み取れません: \(problem.fact)", "cannot be read: \(problem.fact)")
        }
    }
}
