extension Preflight {
    /// Walks everything the file's trailer leads to and refuses what acts or lies elsewhere.
    ///
    /// Each indirect object is read once, with a list of what is still to be read instead of recursion.
    static func reachableObjects(of document: Document) throws(PDFError) -> [PreflightFinding] {
        var findings: [PreflightFinding] = []
        try walk(from: [.dictionary(document.trailer)], in: document) { (object, number) throws(PDFError) in
            let reasons: [PreflightReason] =
                switch object {
                case .dictionary(let dictionary): try reasons(against: dictionary, isStream: false, in: document)
                case .stream(let stream): try reasons(against: stream.dictionary, isStream: true, in: document)
                default: []
                }
            findings += reasons.map { PreflightFinding($0, Place(object: number)) }
        }
        return findings
    }

    /// Visits all that `roots` lead to, with the number of the indirect object that it is in or refers to.
    static func walk(
        from roots: [Object],
        in document: Document,
        _ visit: (Object, Int?) throws(PDFError) -> Void
    ) throws(PDFError) {
        // With their generations: a reference to another one stands for nothing, and must not hide the object.
        var seen: Set<Reference> = []
        var waiting: [(object: Object, number: Int?)] = roots.map { ($0, nil) }
        while let (object, number) = waiting.popLast() {
            switch object {
            case .reference(let reference):
                guard seen.insert(reference).inserted else { continue }
                try visit(object, reference.number)
                waiting.append((try document.object(reference), reference.number))
            case .array(let elements):
                for element in elements where element.leadsOn { waiting.append((element, number)) }
            case .dictionary(let dictionary):
                try visit(object, number)
                for key in dictionary.keys {
                    if let value = dictionary[key], value.leadsOn { waiting.append((value, number)) }
                }
            case .stream(let stream):
                try visit(object, number)
                for key in stream.dictionary.keys {
                    if let value = stream.dictionary[key], value.leadsOn { waiting.append((value, number)) }
                }
            default:
                break
            }
        }
    }

    private static func reasons(
        against dictionary: PDFDictionary,
        isStream: Bool,
        in document: Document
    ) throws(PDFError) -> [PreflightReason] {
        var reasons: [PreflightReason] = []
        if dictionary["ByteRange"] != nil { reasons.append(.alreadySigned) }
        if isStream, dictionary["F"] != nil { reasons.append(.externalStream) }
        if dictionary["XFA"] != nil { reasons.append(.xfa) }
        if dictionary["JS"] != nil || dictionary["JavaScript"] != nil { reasons.append(.javaScript) }
        let type = try document.resolve(dictionary["Type"]).name
        if dictionary["EF"] != nil || dictionary["EmbeddedFiles"] != nil || type == "EmbeddedFile" {
            reasons.append(.embeddedFile)
        }
        switch try document.resolve(dictionary["S"]).name {
        case "JavaScript"?: reasons.append(.javaScript)
        case "Launch"?: reasons.append(.launch)
        case "SubmitForm"?, "ImportData"?, "ResetForm"?, "GoToE"?, "Rendition"?, "RichMediaExecute"?, "Hide"?,
            "SetOCGState"?:
            reasons.append(.activeContent)
        default: break
        }
        return reasons
    }
}

extension Object {
    fileprivate var leadsOn: Bool {
        switch self {
        case .reference, .array, .dictionary, .stream: true
        default: false
        }
    }
}
