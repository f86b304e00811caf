/// What the signatures of a revision permit afterwards: DocMDP, FieldMDP and the locks of signed fields.
///
/// The strictest DocMDP level counts, whichever signature declares it. A declaration that cannot be understood makes the
/// whole malformed: whoever ignores it would permit everything.
///
/// - SeeAlso: ISO 32000-2 §12.8.2, VAL-9
struct Permissions {
    /// The DocMDP level 1, 2 or 3; nil when nobody declares one.
    private(set) var level: Int?
    private(set) var isMalformed = false
    private(set) var isUnsigned = true
    private var locks: [FieldLock] = []
    private var hasEmptySignatureField = false

    /// `fields` are those of the form of `document`.
    init(_ document: Document, _ fields: [FormField]) throws(PDFError) {
        var declaring: Set<Reference> = []
        for field in fields where field.isSignature {
            guard let signature = try document.resolve(field.dictionary["V"]).dictionary else {
                hasEmptySignatureField = true
                continue
            }
            isUnsigned = false
            let declaration = try MDPDeclaration(signature, lock: field.dictionary["Lock"], in: document)
            isMalformed = isMalformed || declaration.isMalformed
            locks += declaration.locks
            for declared in declaration.levels { level = min(level ?? 3, declared) }
            if declaration.isCertification, let reference = field.dictionary["V"]?.reference {
                declaring.insert(reference)
            }
        }
        if try document.certifyingSignature().map(declaring.contains) == false { isMalformed = true }
    }

    /// Whether this field may be neither filled nor signed.
    func forbidsChange(of field: String) -> Bool {
        level == 1 || locks.contains { $0.covers(field) }
    }

    /// Whether a certification permits no more than filling and signing fields, and fields were made for that before.
    var declareFields: Bool {
        level == 2 && (hasEmptySignatureField || !locks.isEmpty)
    }
}

extension Document {
    /// The signature that `/Perms` names as the certifying one; nil without one.
    ///
    /// A `/Perms` that is no dictionary, or whose `/DocMDP` is no reference, names a signature that does not exist.
    fileprivate func certifyingSignature() throws(PDFError) -> Reference? {
        guard let written = catalog["Perms"] else { return nil }
        guard let permissions = try resolve(written).dictionary else { return Reference(number: 0) }
        guard let entry = permissions["DocMDP"] else { return nil }
        return entry.reference ?? Reference(number: 0)
    }

    /// Whether what a signature declares about later changes cannot be understood, or is not what `/Perms` says of it.
    ///
    /// - SeeAlso: ISO 32000-2 §12.8.2.2, §12.8.6; SIGNING C 10
    package func hasMalformedPermissions(_ signature: SignatureDictionary) throws(PDFError) -> Bool {
        let lock = try signature.fieldReference.map { (field) throws(PDFError) in try object(field).dictionary?["Lock"]
        }
        let declaration = try MDPDeclaration(signature.dictionary, lock: lock ?? nil, in: self)
        if declaration.isMalformed { return true }
        let named = try certifyingSignature()
        if named == Reference(number: 0) { return true }
        guard let reference = signature.reference else { return declaration.isCertification }
        return declaration.isCertification != (named == reference)
    }
}
