extension Preflight {
    /// What pages and forms are made of has to stand in its object stream where its entry says.
    ///
    /// At a wrong index some readers find nothing and others the object with that number.
    ///
    /// - SeeAlso: ISO 32000-2 §7.5.8.3, Table 18
    static func objectStreamIndexes(of document: Document) throws(PDFError) -> [PreflightFinding] {
        let catalog = document.catalogReference.number
        if try !document.isAtItsIndex(catalog) { return [PreflightFinding(.damaged, Place(object: catalog))] }
        let shown = (["Pages", "AcroForm"] as [Name]).compactMap { document.catalog[$0] }
        var findings: [PreflightFinding] = []
        try walk(from: shown, in: document) { (object, _) throws(PDFError) in
            guard let number = object.reference?.number, try !document.isAtItsIndex(number) else { return }
            findings.append(PreflightFinding(.damaged, Place(object: number)))
        }
        return findings
    }
}
