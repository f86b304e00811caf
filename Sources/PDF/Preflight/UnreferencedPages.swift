extension Preflight {
    /// Pages, page trees and catalogs that nothing leads to wait for a later revision to put them in place.
    ///
    /// - SeeAlso: SIGNING C 7
    static func unreferencedPages(of document: Document) throws(PDFError) -> [PreflightFinding] {
        var used: Set<Int> = [document.catalogReference.number]
        var waiting = [document.catalog["Pages"]].compactMap { $0 }
        while let node = waiting.popLast() {
            if let reference = node.reference, !used.insert(reference.number).inserted { continue }
            waiting += try document.resolve(try document.resolve(node).dictionary?["Kids"]).array ?? []
        }
        var findings: [PreflightFinding] = []
        for number in document.numbersInUse where !used.contains(number) {
            let type = try document.resolve(document.stored(number).dictionary?["Type"]).name
            if type == "Page" || type == "Pages" || type == "Catalog" {
                findings.append(PreflightFinding(.unreferencedPages, Place(object: number)))
            }
        }
        return findings
    }
}
