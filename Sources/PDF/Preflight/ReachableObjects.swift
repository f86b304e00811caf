extension Preflight {
    /// Walks everything the file's trailer leads to and refuses what acts or lies elsewhere.
    ///
    /// Each indirect object is read once, with a list of what is still to be read instead of recursion.
    static func reachableObjects(of document: Document) throws(PDFError) -> [PreflightFinding] {
        var findings: [PreflightFinding] = []
        var seen: Set<Int> = []
        var waiting: [(object: Object, number: Int?)] = [(.dictionary(document.trailer), nil)]
        while let (object, number) = waiting.popLast() {
            switch object {
            case .reference(let reference):
                guard seen.insert(reference.number).inserted else { continue }
                waiting.append((try document.object(reference), reference.number))
            case .array(let elements):
                for element in elements where element.leadsOn { waiting.append((element, number)) }
            case .dictionary(let dictionary):
                findings += reasons(against: dictionary, isStream: false).map {
                    PreflightFinding($0, Place(object: number))
                }
                for key in dictionary.keys {
                    if let value = dictionary[key], value.leadsOn { waiting.append((value, number)) }
                }
            case .stream(let stream):
                findings += reasons(against: stream.dictionary, isStream: true).map {
                    PreflightFinding($0, Place(object: number))
                }
                waiting.append((.dictionary(stream.dictionary), number))
            default:
                break
            }
        }
        return findings
    }

    private static func reasons(against dictionary: PDFDictionary, isStream: Bool) -> [PreflightReason] {
        var reasons: [PreflightReason] = []
        if dictionary["ByteRange"] != nil { reasons.append(.alreadySigned) }
        if isStream, dictionary["F"] != nil { reasons.append(.externalStream) }
        if dictionary["XFA"] != nil { reasons.append(.xfa) }
        if dictionary["JS"] != nil || dictionary["JavaScript"] != nil { reasons.append(.javaScript) }
        if dictionary["EF"] != nil || dictionary["EmbeddedFiles"] != nil || dictionary["Type"]?.name == "EmbeddedFile" {
            reasons.append(.embeddedFile)
        }
        switch dictionary["S"]?.name {
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
