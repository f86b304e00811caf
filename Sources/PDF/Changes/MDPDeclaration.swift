/// What one signature declares about later changes: the transforms of its dictionary and the lock of its field.
///
/// - SeeAlso: ISO 32000-2 §12.7.5.5, §12.8.2.2, §12.8.2.4
struct MDPDeclaration {
    private(set) var levels: [Int] = []
    private(set) var locks: [FieldLock] = []
    private(set) var isMalformed = false
    /// Whether it has a DocMDP transform, readable or not.
    private(set) var isCertification = false

    init(_ signature: PDFDictionary, lock: Object?, in document: Document) throws(PDFError) {
        if let lock { try add(lock: lock, document) }
        let written = try document.resolve(signature["Reference"])
        guard written != .null else { return }
        guard let references = written.array else {
            isMalformed = true
            return
        }
        for entry in references {
            guard let reference = try document.resolve(entry).dictionary,
                let method = try document.resolve(reference["TransformMethod"]).name
            else {
                isMalformed = true
                continue
            }
            let parameters = try document.resolve(reference["TransformParams"]).dictionary
            switch method {
            case "DocMDP":
                isCertification = true
                try add(level: parameters.map { $0["P"] ?? .integer(2) }, document)
            case "FieldMDP":
                if let parameters { try add(fields: parameters, document) } else { isMalformed = true }
            default:
                break
            }
        }
    }

    private mutating func add(lock: Object, _ document: Document) throws(PDFError) {
        let written = try document.resolve(lock)
        guard written != .null else { return }
        guard let dictionary = written.dictionary else {
            isMalformed = true
            return
        }
        try add(fields: dictionary, document)
        if let level = dictionary["P"] { try add(level: level, document) }
    }

    private mutating func add(level: Object?, _ document: Document) throws(PDFError) {
        if let value = try document.resolve(level).integer, (1...3).contains(value) {
            levels.append(value)
        } else {
            isMalformed = true
        }
    }

    private mutating func add(fields dictionary: PDFDictionary, _ document: Document) throws(PDFError) {
        guard
            let action = try document.resolve(dictionary["Action"]).name.flatMap({ FieldLock.Action(rawValue: $0.text) }
            )
        else {
            isMalformed = true
            return
        }
        var names: [String] = []
        let list = try document.resolve(dictionary["Fields"]).array
        for entry in list ?? [] {
            guard let name = try document.resolve(entry).string else {
                isMalformed = true
                continue
            }
            names.append(TextString.decode(name))
        }
        if action != .all, list == nil { isMalformed = true }
        locks.append(FieldLock(action: action, fields: names, permission: nil))
    }
}

extension FieldLock {
    /// Whether a field of this fully qualified name is locked.
    ///
    /// A lock on "a" covers "a" and its children "a.b", not "ab".
    func covers(_ field: String) -> Bool {
        let isNamed = fields.contains { field == $0 || field.hasPrefix($0 + ".") }
        return switch action {
        case .all?, nil: true
        case .include?: isNamed
        case .exclude?: !isNamed
        }
    }
}
