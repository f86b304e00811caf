extension RevisionStep {
    /// A page may gain the invisible widget of a document timestamp; nothing else of it may change.
    ///
    /// Only pages that the revision wrote are looked at, and the tree only when it wrote a node of it.
    mutating func comparePages() throws(PDFError) {
        guard try hasSamePages() else {
            report(.pageChanged)
            return
        }
        let pages = pageTree.pages(touchedBy: written)
        guard !pages.isEmpty else { return }
        // Only what the revision itself added: a field that was there before has its place on a page already.
        var added: Set<Object> = []
        for field in Set(try fieldList(of: new)).subtracting(try fieldList(of: old)) {
            added.formUnion(try widgets(of: field))
        }
        for index in pages { try comparePage(index, widgets: added) }
    }

    private func fieldList(of document: Document) throws(PDFError) -> [Object] {
        let form = try document.resolve(document.catalog["AcroForm"]).dictionary
        return try document.resolve(form?["Fields"]).array ?? []
    }

    private func hasSamePages() throws(PDFError) -> Bool {
        guard old.catalog["Pages"] != new.catalog["Pages"] || touched.contains(where: pageTree.nodes.contains) else {
            return true
        }
        let pages = try new.pages()
        try work.spend(pages.count, .pages)
        return pages.map(\.reference) == pageTree.pages
    }

    private mutating func comparePage(_ index: Int, widgets: Set<Object>) throws(PDFError) {
        let page = pageTree.pages[index]
        let before = try old.object(page).dictionary ?? PDFDictionary()
        let after = try new.object(page).dictionary ?? PDFDictionary()
        let differing = before.keysDiffering(from: after)
        let listBefore = try old.resolve(before["Annots"]).array ?? []
        let listAfter = try new.resolve(after["Annots"]).array ?? []
        guard differing.isSubset(of: ["Annots"]), listAfter.starts(with: listBefore) else {
            report(.pageChanged, object: page.number, page: index + 1)
            return
        }
        var others: [Object] = []
        for annotation in listAfter.dropFirst(listBefore.count) {
            if widgets.contains(annotation), try isPlaced(annotation, on: page) { continue }
            others.append(annotation)
        }
        if !others.isEmpty {
            guard permissions.level == 3 else {
                report(.pageChanged, object: page.number, page: index + 1)
                return
            }
            // The first signature permits annotations, but what they cover nobody has signed.
            for annotation in others {
                report(.annotationAdded, object: annotation.reference?.number, page: index + 1)
                try explainAdded(annotation)
            }
        }
        explain(.reference(page))
        explain(after["Annots"], inPlaceOf: before["Annots"])
    }
}
