/// A terminal field of the interactive form, with what it inherits.
///
/// - SeeAlso: ISO 32000-2 §12.7.4
package struct TerminalField: Sendable {
    /// Fully qualified, parts joined by full stops.
    package let name: String
    package let reference: Reference
    /// The field object as it stands.
    package let dictionary: PDFDictionary
    /// `/FT`, own or inherited.
    package let type: Name?
    /// `/Ff`, own or inherited.
    package let flags: Int
    /// `/V`, own or inherited, references not followed.
    package let value: Object?
    /// The widgets: the field itself when merged, else its kids.
    package let widgets: [Reference]

    package var isReadOnly: Bool { flags & 1 == 1 }
}

extension Document {
    /// The interactive form, or nil.
    package func form() throws(PDFError) -> PDFDictionary? {
        switch try resolve(catalog["AcroForm"]) {
        case .null: return nil
        case .dictionary(let form): return form
        default: throw .form(.structure, Place(object: catalogReference.number))
        }
    }

    /// All terminal fields, in the order of the form; the tree is walked iteratively and within limits.
    package func formFields() throws(PDFError) -> [TerminalField] {
        try formFields { (_, problem) throws(PDFError) in throw problem }
    }

    /// The same, where `unreadable` decides about a field whose object cannot be parsed.
    func formFields(
        unreadable: (TerminalField, PDFError) throws(PDFError) -> Void
    ) throws(PDFError) -> [TerminalField] {
        guard let form = try form() else { return [] }
        var fields: [TerminalField] = []
        var visited: Set<Reference> = []
        var open = try nodes(form["Fields"], parent: nil, Place(object: catalogReference.number))
        open.reverse()
        while let node = open.popLast() {
            let place = Place(object: node.reference.number)
            guard visited.insert(node.reference).inserted else { throw .form(.cycle, place) }
            guard visited.count <= limits.fields, node.depth < limits.nesting else { throw .limit(.fields, place) }
            let dictionary: PDFDictionary
            do throws(PDFError) {
                guard let value = try object(node.reference).dictionary else { throw PDFError.form(.structure, place) }
                dictionary = value
            } catch {
                try unreadable(TerminalField(unreadable: node), error)
                continue
            }
            var current = node
            if let part = try resolve(dictionary["T"]).string { current.names.append(TextString.decode(part)) }
            current.type = try resolve(dictionary["FT"]).name ?? node.type
            current.flags = try resolve(dictionary["Ff"]).integer ?? node.flags
            current.value = dictionary["V"] ?? node.value
            let kids = try nodes(dictionary["Kids"], parent: current, place)
            if try areFields(kids) {
                open += kids.reversed()
                continue
            }
            fields.append(
                TerminalField(
                    name: current.names.joined(separator: "."),
                    reference: node.reference,
                    dictionary: dictionary,
                    type: current.type,
                    flags: current.flags,
                    value: current.value,
                    widgets: kids.isEmpty ? [node.reference] : kids.map(\.reference)
                )
            )
        }
        return fields
    }

    /// Kids with a name are fields; kids without one are the widgets of their parent.
    private func areFields(_ kids: [FieldNode]) throws(PDFError) -> Bool {
        for kid in kids where try object(kid.reference).dictionary?["T"] != nil { return true }
        return false
    }

    private func nodes(_ list: Object?, parent: FieldNode?, _ place: Place) throws(PDFError) -> [FieldNode] {
        let elements: [Object]
        switch try resolve(list) {
        case .null: return []
        case .array(let array): elements = array
        default: throw .form(.structure, place)
        }
        guard elements.count <= limits.fields else { throw .limit(.fields, place) }
        var nodes: [FieldNode] = []
        for element in elements where element != .null {
            guard let reference = element.reference else { throw .form(.fieldNotIndirect, place) }
            // A form keeps references to fields that were deleted; they are null.
            guard isDefined(reference) else { continue }
            var node = parent ?? FieldNode(reference: reference)
            node.reference = reference
            node.depth += 1
            nodes.append(node)
        }
        return nodes
    }
}

extension TerminalField {
    /// A field of which only its place in the tree is known.
    fileprivate init(unreadable node: FieldNode) {
        self.init(
            name: node.names.joined(separator: "."),
            reference: node.reference,
            dictionary: PDFDictionary(),
            type: node.type,
            flags: node.flags,
            value: node.value,
            widgets: [node.reference]
        )
    }
}

private struct FieldNode {
    var reference: Reference
    var depth = 0
    var names: [String] = []
    var type: Name?
    var flags = 0
    var value: Object?
}
