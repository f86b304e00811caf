extension Document {
    /// The pages in order; the tree is walked once, iteratively and within limits.
    ///
    /// - SeeAlso: ISO 32000-2 §7.7.3
    package func pages() throws(PDFError) -> [Page] {
        try pages { _ in }
    }

    /// The same, where `inner` is told of each object that holds the tree together and is no page.
    func pages(_ inner: (Reference) -> Void) throws(PDFError) -> [Page] {
        guard let root = catalog["Pages"]?.reference else {
            throw .pageTree(.missing, Place(object: catalogReference.number))
        }
        var pages: [Page] = []
        var visited: Set<Reference> = []
        var open: [PageTreeNode] = [PageTreeNode(reference: root, ancestors: [], inherited: PDFDictionary())]
        while let node = open.popLast() {
            let place = Place(object: node.reference.number)
            guard !node.ancestors.contains(node.reference) else { throw .pageTree(.cycle, place) }
            guard visited.insert(node.reference).inserted else { throw .pageTree(.pageTwice, place) }
            guard node.ancestors.count < limits.nesting else { throw .limit(.nesting, place) }
            guard case .dictionary(let dictionary) = try object(node.reference) else {
                throw .pageTree(.node, place)
            }
            var attributes = node.inherited
            for key in Self.inheritable { attributes[key] = dictionary[key] ?? attributes[key] }
            let kind = try resolve(dictionary["Type"]).name
            if kind == "Page", dictionary["Kids"] == nil {
                guard pages.count < limits.pages else { throw .limit(.pages, place) }
                pages.append(try page(pages.count + 1, node.reference, dictionary, attributes))
                continue
            }
            inner(node.reference)
            if let list = dictionary["Kids"]?.reference { inner(list) }
            guard kind == "Pages", let kids = try resolve(dictionary["Kids"]).array else {
                throw .pageTree(.node, place)
            }
            guard visited.count + open.count + kids.count <= limits.pages * 4 else { throw .limit(.pages, place) }
            let ancestors = node.ancestors.union([node.reference])
            for kid in kids.reversed() {
                guard let reference = kid.reference else { throw .pageTree(.node, place) }
                open.append(PageTreeNode(reference: reference, ancestors: ancestors, inherited: attributes))
            }
        }
        guard !pages.isEmpty else { throw .pageTree(.noPage, Place(object: root.number)) }
        // Some readers number pages by /Count: they would show another page than we mean.
        guard try resolve(object(root).dictionary?["Count"]).integer == pages.count else {
            throw .pageTree(.count, Place(object: root.number))
        }
        return pages
    }

    private static let inheritable: [Name] = ["Resources", "MediaBox", "CropBox", "Rotate"]

    /// What readers agree to show where a page has no MediaBox, against Table 31.
    private static let letter = Rectangle(left: 0, bottom: 0, right: 612, top: 792)

    private func page(
        _ number: Int,
        _ reference: Reference,
        _ dictionary: PDFDictionary,
        _ attributes: PDFDictionary
    ) throws(PDFError) -> Page {
        let place = Place(object: reference.number)
        let written = attributes["MediaBox"] == nil ? Self.letter : try rectangle(attributes["MediaBox"])
        guard let mediaBox = written, mediaBox.width > 0, mediaBox.height > 0 else {
            throw .pageTree(.mediaBox, place)
        }
        let cropBox = try rectangle(attributes["CropBox"])?.intersection(mediaBox) ?? mediaBox
        let rotate = try resolve(attributes["Rotate"])
        guard let turn = rotate == .null ? 0 : rotate.number.flatMap({ Int(exactly: $0) }), turn.isMultiple(of: 90)
        else {
            throw .pageTree(.rotation, place)
        }
        let unit = try resolve(dictionary["UserUnit"])
        guard let userUnit = unit == .null ? 1 : unit.number, userUnit > 0, userUnit <= 75_000 else {
            throw .pageTree(.userUnit, place)
        }
        return Page(
            number: number,
            reference: reference,
            dictionary: dictionary,
            mediaBox: mediaBox,
            cropBox: cropBox,
            rotate: (turn % 360 + 360) % 360,
            userUnit: userUnit,
            resources: try resolve(attributes["Resources"])
        )
    }

    /// Four numbers as a rectangle; nil when they are not.
    package func rectangle(_ object: Object?) throws(PDFError) -> Rectangle? {
        guard let elements = try resolve(object).array, elements.count == 4 else { return nil }
        var numbers: [Double] = []
        for element in elements {
            guard let number = try resolve(element).number else { return nil }
            numbers.append(number)
        }
        return Rectangle(left: numbers[0], bottom: numbers[1], right: numbers[2], top: numbers[3])
    }
}

private struct PageTreeNode {
    let reference: Reference
    let ancestors: Set<Reference>
    let inherited: PDFDictionary
}
