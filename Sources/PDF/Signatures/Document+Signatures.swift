extension Document {
    /// The signature fields of the form in its order, signed and empty ones.
    package func signatureFields() throws(PDFError) -> [SignatureField] {
        let fields = try signatureFieldsToJudge()
        for field in fields {
            if let problem = field.problem { throw problem }
        }
        return fields
    }

    /// The same, where a field that cannot be read says why and does not hide the others.
    package func signatureFieldsToJudge() throws(PDFError) -> [SignatureField] {
        var found: [SignatureField] = []
        let fields = try formFields { (field, problem) throws(PDFError) in
            guard try holdsSignature(field.reference) else { throw problem }
            found.append(SignatureField(field: field, signature: nil, lock: nil, problem: problem))
        }
        for field in fields where field.type == "Sig" { found.append(signatureField(field)) }
        return found
    }

    private func signatureField(_ field: TerminalField) -> SignatureField {
        do throws(PDFError) {
            var signature: SignatureDictionary?
            if case .dictionary(let dictionary) = try resolve(field.value) {
                signature = try self.signature(dictionary, value: field.value, in: field)
            }
            let lock = try lock(field.dictionary["Lock"])
            return SignatureField(field: field, signature: signature, lock: lock, problem: nil)
        } catch {
            return SignatureField(field: field, signature: nil, lock: nil, problem: error)
        }
    }

    /// Whether the bytes of an object that cannot be parsed look like a signature field with something in it.
    private func holdsSignature(_ reference: Reference) throws(PDFError) -> Bool {
        guard case .offset(let offset, _) = entries[reference.number], offset < source.count else { return false }
        let text = String(decoding: try source.read(offset..<min(source.count, offset + (1 << 16))), as: UTF8.self)
        let object = text.prefix(upTo: text.firstRange(of: "endobj")?.lowerBound ?? text.endIndex)
        return object.contains("/Sig") && object.contains("/V")
    }

    /// The signatures that the form holds, in the order of the bytes they cover.
    package func signatures() throws(PDFError) -> [SignatureDictionary] {
        try signatureFields().compactMap(\.signature).enumerated()
            .sorted { ($0.element.coveredEnd, $0.offset) < ($1.element.coveredEnd, $1.offset) }
            .map(\.element)
    }

    func signature(
        _ dictionary: PDFDictionary,
        value: Object?,
        in field: TerminalField?
    ) throws(PDFError) -> SignatureDictionary {
        let hasOwnContents = dictionary["Contents"]?.string != nil
        let range = hasOwnContents ? try contentsRange(value, in: field) : nil
        return try signature(dictionary, value: value, in: field, contentsRange: range)
    }

    func signature(
        _ dictionary: PDFDictionary,
        value: Object?,
        in field: TerminalField?,
        contentsRange: Range<Int>?
    ) throws(PDFError) -> SignatureDictionary {
        let range = try resolve(dictionary["ByteRange"]).array
        var integers: [Int] = []
        for element in range ?? [] {
            if let integer = try resolve(element).integer { integers.append(integer) }
        }
        return SignatureDictionary(
            fieldName: field?.name,
            fieldReference: field?.reference,
            reference: value?.reference,
            dictionary: dictionary,
            type: try resolve(dictionary["Type"]).name,
            filter: try resolve(dictionary["Filter"]).name,
            subFilter: try resolve(dictionary["SubFilter"]).name,
            contents: try resolve(dictionary["Contents"]).string,
            contentsRange: contentsRange,
            byteRange: range?.count == integers.count ? integers : nil,
            signingTime: try resolve(dictionary["M"]).string.flatMap(DateString.decode),
            name: try text(dictionary["Name"]),
            reason: try text(dictionary["Reason"]),
            location: try text(dictionary["Location"]),
            transforms: try transforms(dictionary["Reference"])
        )
    }

    private func contentsRange(_ value: Object?, in field: TerminalField?) throws(PDFError) -> Range<Int>? {
        if let reference = value?.reference {
            // A reference to a reference is legal nowhere; it has no place of its own either.
            return try valueRanges(of: reference)?["Contents"]
        }
        guard let field, let start = try valueRanges(of: field.reference)?["V"]?.lowerBound else { return nil }
        return try valueRanges(ofDictionaryAt: start)?["Contents"]
    }

    private func transforms(_ object: Object?) throws(PDFError) -> [SignatureTransform] {
        guard let references = try resolve(object).array else { return [] }
        var transforms: [SignatureTransform] = []
        for element in references {
            guard let reference = try resolve(element).dictionary else { continue }
            let parameters = try resolve(reference["TransformParams"])
            switch try resolve(reference["TransformMethod"]).name {
            case "DocMDP":
                let permission = try resolve(parameters.dictionary?["P"])
                transforms.append(.docMDP(permission: permission == .null ? 2 : permission.integer))
            case "FieldMDP":
                let lock = try lock(parameters)
                transforms.append(.fieldMDP(lock ?? FieldLock(action: nil, fields: [], permission: nil)))
            case let method: transforms.append(.other(method))
            }
        }
        return transforms
    }

    private func lock(_ object: Object?) throws(PDFError) -> FieldLock? {
        guard let dictionary = try resolve(object).dictionary else { return nil }
        var fields: [String] = []
        for element in try resolve(dictionary["Fields"]).array ?? [] {
            if let name = try text(element) { fields.append(name) }
        }
        return FieldLock(
            action: try resolve(dictionary["Action"]).name.flatMap { FieldLock.Action(rawValue: $0.text) },
            fields: fields,
            permission: try resolve(dictionary["P"]).integer
        )
    }

    private func text(_ object: Object?) throws(PDFError) -> String? {
        try resolve(object).string.map(TextString.decode)
    }
}

extension SignatureDictionary {
    /// The end of the covered bytes as written, for ordering only.
    package var coveredEnd: Int {
        guard let byteRange, byteRange.count == 4 else { return Int.max }
        let (end, overflow) = byteRange[2].addingReportingOverflow(byteRange[3])
        return overflow ? Int.max : end
    }
}
