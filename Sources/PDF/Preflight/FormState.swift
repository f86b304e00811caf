extension Preflight {
    /// The form has to be readable, as fields are added to it, and nobody may have signed or certified.
    ///
    /// That counts for a signature that is only half there, too: its permissions hold as soon as the field has a value.
    static func form(of document: Document) throws(PDFError) -> [PreflightFinding] {
        var findings: [PreflightFinding] = []
        for field in try document.formFields() where field.type == "Sig" {
            guard try document.resolve(field.value) != .null else { continue }
            findings.append(PreflightFinding(.alreadySigned, Place(object: field.reference.number)))
        }
        let permissions = try document.resolve(document.catalog["Perms"]).dictionary ?? PDFDictionary()
        for key in permissions.keys where try document.resolve(permissions[key]) != .null {
            findings.append(PreflightFinding(.alreadySigned, Place(object: document.catalogReference.number)))
        }
        return findings
    }
}
