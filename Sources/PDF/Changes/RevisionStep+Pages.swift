extension RevisionStep {
    /// A page may gain the invisible widget of a document timestamp; nothing else of it may change.
    mutating func comparePages() throws(PDFError) {
        let before = try old.pages()
        let after = try new.pages()
        guard before.map(\.reference) == after.map(\.reference) else {
            report(.pageChanged)
            return
        }
        for (index, page) in before.enumerated() {
            let oldPage = try old.object(page.reference).dictionary ?? PDFDictionary()
            let annotations = oldPage["Annots"]
            let isWritten = written.contains(page.reference.number)
            guard isWritten || annotations?.reference.map({ written.contains($0.number) }) == true else { continue }
            let newPage = try new.object(page.reference).dictionary ?? PDFDictionary()
            let differing = Set(oldPage.keys).union(newPage.keys).filter { oldPage[$0] != newPage[$0] }
            let listBefore = try old.resolve(annotations).array ?? []
            let listAfter = try new.resolve(newPage["Annots"]).array ?? []
            guard differing.isSubset(of: ["Annots"]), listAfter.starts(with: listBefore) else {
                report(.pageChanged, object: page.reference.number, page: index + 1)
                continue
            }
            let fields = try new.resolve(try new.resolve(new.catalog["AcroForm"]).dictionary?["Fields"]).array ?? []
            let added = listAfter.dropFirst(listBefore.count)
            guard added.allSatisfy({ fields.contains($0) }) else {
                report(.pageChanged, object: page.reference.number, page: index + 1)
                continue
            }
            if isWritten { explain(.reference(page.reference)) }
            explain(newPage["Annots"])
        }
    }
}
