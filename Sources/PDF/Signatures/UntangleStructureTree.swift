extension IncrementalUpdate {
    /// Leaves each structure element in one place of the structure tree, the first that leads to it.
    ///
    /// An element has one parent. A tree that leads back to itself has no end, and validators give up on it.
    ///
    /// - SeeAlso: ISO 32000-2 §14.7.2
    mutating func untangleStructureTree() throws(PDFError) {
        guard let root = document.catalog["StructTreeRoot"]?.reference else { return }
        var tree = StructureTree(update: self, seen: [root], waiting: [root])
        while let reference = tree.waiting.popLast() {
            let before = try object(reference)
            let after: Object
            switch before {
            case .dictionary(let element): after = .dictionary(try tree.untangled(element))
            case .array: after = try tree.untangled(kids: before)
            default: continue
            }
            if after != before { replace(reference, with: after) }
        }
    }
}

/// What has been seen of a structure tree, and what is still to be looked at.
private struct StructureTree {
    let update: IncrementalUpdate
    var seen: Set<Reference>
    var waiting: [Reference]

    mutating func untangled(_ element: PDFDictionary) throws(PDFError) -> PDFDictionary {
        guard let kids = element["K"] else { return element }
        var element = element
        let untangled = try untangled(kids: kids)
        element["K"] = untangled == .null ? nil : untangled
        return element
    }

    /// The value of `/K`: one kid or an array of them, without the elements that had their place before.
    mutating func untangled(kids: Object) throws(PDFError) -> Object {
        switch kids {
        case .reference(let reference):
            let kid = try update.object(reference)
            guard kid.array != nil || isElement(kid) else { return kids }
            guard seen.insert(reference).inserted else { return .null }
            waiting.append(reference)
            return kids
        case .array(let elements):
            var kept: [Object] = []
            for element in elements {
                let kid = try untangled(kids: element)
                if kid != .null || element == .null { kept.append(kid) }
            }
            return .array(kept)
        case .dictionary(let element) where isElement(kids): return .dictionary(try untangled(element))
        default: return kids
        }
    }

    /// Content items are no elements; elements need not say that they are. Table 355
    private func isElement(_ object: Object) -> Bool {
        guard case .dictionary(let dictionary) = object else { return false }
        let type = dictionary["Type"]?.name
        return type == nil || type == "StructElem"
    }
}
