import Crypto

/// What takes new objects: an update of a file, or a file from nothing.
protocol ObjectCollection {
    mutating func add(_ object: Object) -> Reference
}

extension IncrementalUpdate: ObjectCollection {}

/// The objects of a file that begins here, with a cross-reference table.
///
/// - SeeAlso: ISO 32000-1 §7.5
struct NewFile: ObjectCollection {
    private var objects: [Object] = []

    mutating func add(_ object: Object) -> Reference {
        objects.append(object)
        return Reference(number: objects.count)
    }

    /// A number for an object that others have to name before it is known.
    mutating func reserve() -> Reference { add(.null) }

    mutating func fill(_ reference: Reference, with object: Object) {
        objects[reference.number - 1] = object
    }

    func bytes(catalog: Reference, information: Reference) throws(PDFError) -> [UInt8] {
        var writer = Writer()
        writer.text("%PDF-1.7\n")
        // Four bytes above 127 say that this is not text. §7.5.2
        writer.raw([0x25, 0xE2, 0xE3, 0xCF, 0xD3, 0x0A])
        var positions: [Int] = []
        for (index, object) in objects.enumerated() {
            positions.append(writer.bytes.count)
            writer.text("\(index + 1) 0 obj\n")
            try write(object, to: &writer)
            writer.text("\nendobj\n")
        }
        let start = writer.bytes.count
        // Both parts of the identifier come from the content: the file was never another one. §14.4
        let identifier = Object.string(Array(SHA256.hash(data: writer.bytes).prefix(16)))
        writer.text("xref\n0 \(objects.count + 1)\n0000000000 65535 f \n")
        for position in positions {
            writer.text("\(UpdateWriter.padded(position, 10)) 00000 n \n")
        }
        writer.text("trailer\n")
        try writer.dictionary(
            PDFDictionary([
                "Size": .integer(objects.count + 1),
                "Root": .reference(catalog),
                "Info": .reference(information),
                "ID": .array([identifier, identifier]),
            ])
        )
        writer.text("\nstartxref\n\(start)\n%%EOF\n")
        return writer.bytes
    }

    private func write(_ object: Object, to writer: inout Writer) throws(PDFError) {
        guard case .stream(let stream) = object, case .bytes(let data) = stream.content else {
            return try writer.object(object)
        }
        var dictionary = stream.dictionary
        dictionary["Length"] = .integer(data.count)
        try writer.dictionary(dictionary)
        writer.text("\nstream\n")
        writer.raw(data)
        writer.text("\nendstream")
    }
}
