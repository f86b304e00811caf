/// What the signatures of a revision permit afterwards: DocMDP, FieldMDP and the locks of signed fields.
///
/// - SeeAlso: ISO 32000-2 §12.8.2, VAL-9
struct Permissions {
    private enum Lock {
        case all
        case include([String])
        case exclude([String])
    }

    /// The DocMDP level 1, 2 or 3 of the certifying signature; nil without one.
    private(set) var level: Int?
    private(set) var isMalformed = false
    private(set) var isUnsigned = true
    private var locks: [Lock] = []

    init(_ document: Document) throws(PDFError) {
        for field in try FormField.all(in: document) where field.isSignature {
            guard let signature = try document.resolve(field.dictionary["V"]).dictionary else { continue }
            isUnsigned = false
            if let lock = try document.resolve(field.dictionary["Lock"]).dictionary { try add(lock, document) }
            for entry in try document.resolve(signature["Reference"]).array ?? [] {
                guard let reference = try document.resolve(entry).dictionary else {
                    isMalformed = true
                    continue
                }
                let parameters = try document.resolve(reference["TransformParams"]).dictionary
                switch try document.resolve(reference["TransformMethod"]).name {
                case "DocMDP"?:
                    let value = parameters?["P"] == nil ? 2 : try document.resolve(parameters?["P"]).integer
                    if let value, (1...3).contains(value), parameters != nil {
                        level = value
                    } else {
                        isMalformed = true
                    }
                case "FieldMDP"?:
                    if let parameters { try add(parameters, document) } else { isMalformed = true }
                default:
                    break
                }
            }
        }
        if let permissions = try document.resolve(document.catalog["Perms"]).dictionary, permissions["DocMDP"] != nil {
            if level == nil { isMalformed = true }
        }
    }

    /// Whether this field may be neither filled nor signed.
    func forbidsChange(of field: String) -> Bool {
        level == 1 || locks.contains { Self.covers($0, field) }
    }

    private mutating func add(_ lock: PDFDictionary, _ document: Document) throws(PDFError) {
        var names: [String] = []
        for name in try document.resolve(lock["Fields"]).array ?? [] {
            names.append(FormField.text(of: try document.resolve(name).string ?? []))
        }
        switch try document.resolve(lock["Action"]).name {
        case "All"?: locks.append(.all)
        case "Include"?: locks.append(.include(names))
        case "Exclude"?: locks.append(.exclude(names))
        default: isMalformed = true
        }
    }

    /// A lock on "a" covers "a" and its children "a.b", not "ab".
    private static func covers(_ lock: Lock, _ field: String) -> Bool {
        switch lock {
        case .all: true
        case .include(let names): names.contains { field == $0 || field.hasPrefix($0 + ".") }
        case .exclude(let names): !names.contains { field == $0 || field.hasPrefix($0 + ".") }
        }
    }
}
