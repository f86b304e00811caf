import PDF
import Testing

/// A small contract whose first revision has a page, a text field and two signature fields; the second signs one.
///
/// The signature is a dictionary without a real value: what may change afterwards depends on the dictionary alone.
struct SignedForm {
    static let page = Reference(number: 3)
    static let content = Reference(number: 4)
    static let form = Reference(number: 5)
    static let text = Reference(number: 6)
    static let first = Reference(number: 7)
    static let second = Reference(number: 8)

    private(set) var bytes: [UInt8]

    /// `generation` is that of the page's content.
    init(textFlags: Int = 0, textName: String = "amount", generation: Int = 0) throws {
        var file = "%PDF-1.7\n"
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R >>",
            "<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Contents 4 \(generation) R"
                + " /Annots [ 6 0 R 7 0 R 8 0 R ] >>",
            "<< /Length 1 >>\nstream\n \nendstream",
            "<< /Fields [ 6 0 R 7 0 R 8 0 R ] /SigFlags 3 >>",
            "<< /Type /Annot /Subtype /Widget /FT /Tx /T (\(textName)) /Ff \(textFlags) /Rect [ 0 0 9 9 ] /P 3 0 R >>",
            "<< /Type /Annot /Subtype /Widget /FT /Sig /T (first) /Rect [ 10 0 90 90 ] /P 3 0 R >>",
            "<< /Type /Annot /Subtype /Widget /FT /Sig /T (second) /Rect [ 100 0 190 90 ] /P 3 0 R >>",
        ]
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(file.utf8.count)
            file += "\(index + 1) \(index == 3 ? generation : 0) obj\n\(object)\nendobj\n"
        }
        let start = file.utf8.count
        file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for (index, offset) in offsets.enumerated() {
            file += "\(SmallPDF.padded(offset)) 0000\(index == 3 ? generation : 0) n \n"
        }
        file += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        bytes = Array(file.utf8)
    }

    /// Signs the first field; `transform` becomes an entry of `/Reference`.
    mutating func signFirst(transform: PDFDictionary? = nil) throws {
        try update { update in
            var signature: PDFDictionary = ["Type": .name("Sig"), "ByteRange": .array([])]
            if let transform { signature["Reference"] = .array([.dictionary(transform)]) }
            let value = update.add(.dictionary(signature))
            try update.set("V", to: .reference(value), of: Self.first)
        }
    }

    /// Appends one revision.
    mutating func update(_ change: (inout IncrementalUpdate) throws -> Void) throws {
        var update = IncrementalUpdate(try Document(BytesSource(bytes)))
        try change(&update)
        bytes += try update.appended()
    }

    /// What happened after the first signature, in the second revision.
    func changes() throws -> [Change] {
        RevisionComparison.changes(in: try Document(BytesSource(bytes)), afterRevision: 1)
    }

    func codes() throws -> [ChangeCode] {
        try changes().map(\.code)
    }

    /// Both fields are for signatures and the first is signed; `more` happens before.
    static func forSignatures(_ more: (inout IncrementalUpdate) throws -> Void = { _ in }) throws -> SignedForm {
        var form = try SignedForm()
        try form.update { update in
            let fields = [first, second].map(Object.reference)
            try update.set("Fields", to: .array(fields), of: Self.form)
            try update.set("Annots", to: .array(fields), of: page)
            try more(&update)
        }
        try form.signFirst()
        return form
    }

    /// What one more revision is said to be; `number` is then written as another one of the same length.
    func codes(
        writing number: (String, as: String)? = nil,
        after change: (inout IncrementalUpdate) throws -> Void
    ) throws -> [ChangeCode] {
        var form = self
        let start = try Document(BytesSource(bytes)).revisions.count - 1
        try form.update(change)
        if let number {
            let (written, other) = (Array(number.0.utf8), Array(number.as.utf8))
            let place = try #require(form.bytes.indices.last { form.bytes[$0...].starts(with: written) })
            form.bytes.replaceSubrange(place..<place + other.count, with: other)
        }
        return RevisionComparison.changes(in: try Document(BytesSource(form.bytes)), afterRevision: start).map(\.code)
    }
}

extension IncrementalUpdate {
    /// Sets one key of a dictionary object.
    mutating func set(_ key: Name, to value: Object, of reference: Reference) throws {
        guard var dictionary = try object(reference).dictionary else { return }
        dictionary[key] = value
        replace(reference, with: .dictionary(dictionary))
    }
}
