import CMS
import DeclaredPKI
import Foundation
@testable import PDF
import SignatureValidation

/// A contract as an attacker gets it: one page with content, a font, an image, a text field and two signature fields, of
/// which the first is signed and timestamped.
///
/// A second catalog with other pages waits in it, as in a shadow attack.
struct Contract {
    static let catalog = Reference(number: 1)
    static let page = Reference(number: 3)
    static let content = Reference(number: 4)
    static let font = Reference(number: 5)
    static let form = Reference(number: 6)
    static let text = Reference(number: 7)
    static let one = Reference(number: 8)
    static let two = Reference(number: 9)
    static let image = Reference(number: 10)
    static let toUnicode = Reference(number: 11)
    static let metadata = Reference(number: 12)
    static let hiddenCatalog = Reference(number: 13)

    let world: TestWorld
    private(set) var bytes: [UInt8]
    /// Where `%PDF-` is.
    let headerAt: Int

    /// Not signed yet.
    init(
        _ world: TestWorld,
        unsignedText text: String = "/T (amount)",
        lock: String = "",
        hasSecondField: Bool = true,
        leading: String = ""
    ) {
        self.world = world
        headerAt = leading.utf8.count
        let second = hasSecondField ? " 9 0 R" : ""
        let widget = "/Type /Annot /Subtype /Widget /P 3 0 R"
        let parts = text.split(separator: "|").map(String.init)
        var objects = [
            "<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /Metadata 12 0 R >>",
            "<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Contents 4 0 R /Annots [ 7 0 R 8 0 R\(second) ]"
                + " /Resources << /Font << /F1 5 0 R >> /XObject << /Im1 10 0 R >> >> >>",
            Self.stream("BT /F1 12 Tf 40 700 Td (1,000) Tj ET /Im1 Do"),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 11 0 R >>",
            "<< /Fields [ 7 0 R 8 0 R\(second) ] /SigFlags 3 >>",
            "<< \(widget) /FT /Tx \(parts[0]) /Rect [ 10 200 90 220 ] >>",
            "<< \(widget) /FT /Sig /T (One) /Rect [ 10 10 90 90 ] \(lock) >>",
            "<< \(widget) /FT /Sig /T (Two) /Rect [ 100 10 190 90 ] >>",
            Self.stream("0 0 10 10 re f", "/Type /XObject /Subtype /Form /BBox [ 0 0 10 10 ]"),
            Self.stream("1 beginbfchar <31> <0031> endbfchar"),
            Self.stream("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"/>", "/Type /Metadata /Subtype /XML"),
            "<< /Type /Catalog /Pages 14 0 R >>", "<< /Type /Pages /Kids [ 15 0 R ] /Count 1 >>",
            "<< /Type /Page /Parent 14 0 R /MediaBox [ 0 0 595 842 ] >>",
        ]
        // A field with a kid: the parent has the name before the bar, the kid the one after it.
        if parts.count > 1 {
            objects[6] = "<< /FT /Tx \(parts[0]) /Kids [ 16 0 R ] >>"
            objects.append("<< \(widget) /FT /Tx \(parts[1]) /Parent 7 0 R /Rect [ 10 200 90 220 ] >>")
        }
        bytes = Self.file(objects, leading: leading)
    }

    /// A file that somebody went on with.
    init(_ world: TestWorld, bytes: [UInt8]) {
        self.world = world
        self.bytes = bytes
        headerAt = 0
    }

    /// Signed by the first signer, with a timestamp; `tamper` changes the revision, at its length, before it is signed.
    static func signed(
        _ contract: Contract,
        docMDP: Int? = 2,
        tamper: ([UInt8]) -> [UInt8] = { $0 }
    ) throws -> Contract {
        var signed = contract
        try signed.sign(docMDP: docMDP, tamper: tamper)
        return signed
    }

    mutating func sign(docMDP: Int?, tamper: ([UInt8]) -> [UInt8] = { $0 }) throws {
        let world = world
        let signer = world.signer
        try sign(docMDP: docMDP, tamper: tamper) { digest in
            let attributes = signer.signedAttributes(over: digest)
            let signature = try signer.sign(attributes.der)
            return try SignedData.encode(
                signedAttributes: attributes,
                signature: signature,
                signatureAlgorithm: signer.key.algorithm,
                certificates: [signer.certificate, world.issuing.certificate],
                timestampToken: world.authority.timestamp(
                    over: MessageImprint(of: signature, hashAlgorithm: .sha256),
                    at: world.signingTime
                )
            )
        }
    }

    /// Signs with whatever `cms` makes of the digest of the covered bytes.
    mutating func sign(
        docMDP: Int? = 2,
        tamper: ([UInt8]) -> [UInt8] = { $0 },
        cms: ([UInt8]) throws -> [UInt8]
    ) throws {
        let content = SignatureDictionaryContent(
            signingTime: world.signingTime,
            docMDP: docMDP,
            contentsSize: 8_192
        )
        let made = try prepareSignature(field: "One", content: content, appearance: nil, in: document())
        let placeholder = SignaturePlaceholder(
            appended: tamper(made.appended),
            contents: made.contents,
            byteRange: made.byteRange
        )
        bytes += try placeholder.filled(with: cms(placeholder.digest(over: BytesSource(bytes))))
    }

    func document() throws -> Document {
        headerAt == 0
            ? try Document(BytesSource(bytes)) : try Document(judging: BytesSource(bytes), headerAt: headerAt)
    }

    /// The contract with one more revision.
    func updated(_ change: (inout IncrementalUpdate) throws -> Void) throws -> [UInt8] {
        var update = IncrementalUpdate(try document())
        try change(&update)
        return bytes + (try update.appended())
    }

    /// The contract with one more revision, written by hand: objects, free numbers, and the root.
    func updated(
        writing objects: [(Int, String)],
        freeing free: [Int] = [],
        root: Int = 1,
        trailer: String = ""
    ) throws -> [UInt8] {
        let document = try document()
        var text = "\n"
        var lines: [(number: Int, line: String)] = free.map { ($0, "0000000000 00001 f \n") }
        for (number, object) in objects {
            lines.append((number, "\(Self.padded(bytes.count + text.utf8.count)) 00000 n \n"))
            text += "\(number) 0 obj\n\(object)\nendobj\n"
        }
        let start = bytes.count + text.utf8.count
        text += "xref\n"
        for entry in lines.sorted(by: { $0.number < $1.number }) { text += "\(entry.number) 1\n\(entry.line)" }
        let size = max(document.highestObjectNumber, objects.map(\.0).max() ?? 0) + 1
        let previous = document.revisions.last?.xrefOffset ?? 0
        text +=
            "trailer\n<< /Size \(size) /Root \(root) 0 R /Prev \(previous)\(trailer) >>\nstartxref\n\(start)\n%%EOF\n"
        return bytes + Array(text.utf8)
    }

    static func stream(_ data: String, _ entries: String = "") -> String {
        "<< \(entries) /Length \(data.utf8.count) >>\nstream\n\(data)\nendstream"
    }

    private static func file(_ objects: [String], leading: String) -> [UInt8] {
        var text = leading + "%PDF-1.7\n"
        var table = "0000000000 65535 f \n"
        for (index, object) in objects.enumerated() {
            table += "\(padded(text.utf8.count)) 00000 n \n"
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n\(table)trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\n"
        return Array((text + "startxref\n\(start)\n%%EOF\n").utf8)
    }

    private static func padded(_ offset: Int) -> String {
        String(repeating: "0", count: 10 - String(offset).count) + String(offset)
    }
}

extension IncrementalUpdate {
    /// Sets one key of a dictionary object.
    mutating func set(_ key: Name, to value: Object?, of reference: Reference) throws {
        guard var dictionary = try object(reference).dictionary else { return }
        dictionary[key] = value
        replace(reference, with: .dictionary(dictionary))
    }

    /// Appends to an array of a dictionary object.
    mutating func append(_ value: Object, to key: Name, of reference: Reference) throws {
        let list = try object(reference).dictionary?[key]?.array ?? []
        try set(key, to: .array(list + [value]), of: reference)
    }
}

extension [UInt8] {
    /// The same with the first `text` replaced by another of its length.
    func replacing(_ text: String, with other: String) -> [UInt8] {
        let pattern = Array(text.utf8)
        let replacement = Array(other.utf8)
        precondition(pattern.count == replacement.count, "offsets must stay what they are")
        guard let place = indices.first(where: { self[$0...].starts(with: pattern) }) else { return self }
        var changed = self
        changed.replaceSubrange(place..<place + pattern.count, with: replacement)
        return changed
    }
}
