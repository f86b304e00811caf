import PDF
import Testing

@Suite struct `The metadata of a document, when fields are added` {
    private let description = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'></rdf:RDF>"

    /// The metadata afterwards, and whether they were written anew.
    private func metadata(_ packet: String) throws -> (packet: String, isNew: Bool) {
        let catalog = "<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R>>"
        let hexadecimal = packet.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let stream =
            "<</Type/Metadata/Subtype/XML/Filter/AHx/Length \(hexadecimal.count)>>\nstream\n\(hexadecimal)\nendstream"
        let base = try SmallPDF.document([catalog, SmallPDF.pages, SmallPDF.page, stream])
        let request = SignatureFieldRequest(name: "A", box: nil)
        let suffix = try addSignatureFields([request], lockingForeignFields: true, to: base)
        let document = try Document(AppendedSource(base.source, appended: suffix))
        let written = try #require(try document.object(Reference(number: 4)).stream)
        #expect(written.dictionary["Subtype"] == .name("XML"))
        let isNew = document.entries(changedIn: 1).contains { $0.number == 4 }
        return (String(decoding: try document.data(of: written), as: UTF8.self), isNew)
    }

    @Test func `get the element that may be left out`() throws {
        let found = try metadata("<?xpacket begin=''?>\n\(description)\n<?xpacket end='r'?>")
        #expect(
            found.packet
                == "<?xpacket begin=''?>\n<x:xmpmeta xmlns:x='adobe:ns:meta/'>\(description)</x:xmpmeta>\n<?xpacket end='r'?>"
        )
        #expect(found.isNew)
    }

    @Test(arguments: ["<x:xmpmeta xmlns:x='adobe:ns:meta/'>#</x:xmpmeta>", "##", "nothing of the kind", "\u{FEFF}"])
    func `stay as they are otherwise`(template: String) throws {
        let packet = template.replacing("#", with: description)
        let found = try metadata(packet)
        #expect(found.packet == packet)
        #expect(!found.isNew)
    }
}
