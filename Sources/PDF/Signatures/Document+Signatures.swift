extension Document {
    /// The signature fields of the form in its order, signed and empty ones.
    package func signatureFields() throws(PDFError) -> [SignatureField] {
        var found: [SignatureField] = []
        for field in try formFields() where field.type == "Sig" {
            var signature: SignatureDictionary?
            if case .dictionary(let dictionary) = try resolve(field.value) {
                signature = try self.signature(dictionary, value: field.value, in: field)
            }
            found.append(SignatureField(field: field, signature: signature, lock: try lock(field.dictionary["Lock"])))
        }
        return found
    }

    /// The signatures that the form holds, in the order of the bytes they cover.
    package func signatures() throws(PDFError) -> [SignatureDictionary] {
        try signatureFields().compactMap(\.signature).enumerated()
            .sorted { ($0.element.coveredEnd, $0.offset) < ($1.element.coveredEnd, $1.offset) }
            .map(\.element)
    }

    /// Dictionaries that look like signatures but that no field holds (VAL-11).
    ///
    /// Reads every object of the file; one that cannot be read is no signature.
    package func unreachableSignatures() throws(PDFError) -> [SignatureDictionary] {
        let held = Set(try signatures().compactMap(\.reference))
        var found: [SignatureDictionary] = []
        for number in entries.keys.sorted() {
            var generation = 0
            if case .offset(_, let written) = entries[number] { generation = written }
            let reference = Reference(number: number, generation: generation)
            guard !held.contains(reference), case .dictionary(let dictionary)? = try? object(reference),
                dictionary["ByteRange"] != nil, dictionary["Contents"] != nil
            else { continue }
            found.append(try signature(dictionary, value: .reference(reference), in: nil))
        }
        return found
    }

    private func signature(
        _ dictionary: PDFDictionary,
        value: Object?,
        in field: TerminalField?
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
            contentsRange: dictionary["Contents"]?.string == nil ? nil : try contentsRange(value, in: field),
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
    fileprivate var coveredEnd: Int {
        guard let byteRange, byteRange.count == 4 else { return Int.max }
        let (end, overflow) = byteRange[2].addingReportingOverflow(byteRange[3])
        return overflow ? Int.max : end
    }
}
