import Foundation

extension IncrementalUpdate {
    /// Puts the element `x:xmpmeta` around a document's XMP that has none, as producers wrote it about 2003.
    ///
    /// It says nothing and may be left out, but validators that look for it take the packet for something else. What is
    /// no XMP in UTF-8 stays as it is.
    ///
    /// - SeeAlso: ISO 32000-2 §14.3.2; ISO 16684-1 §7.3.3
    mutating func wrapMetadata() throws(PDFError) {
        guard let reference = document.catalog["Metadata"]?.reference,
            case .stream(let stream) = try object(reference), let data = try? document.data(of: stream),
            let packet = String(validating: data, as: UTF8.self), let wrapped = Self.wrapped(packet)
        else { return }
        var dictionary = stream.dictionary
        for key in ["Filter", "DecodeParms"] as [Name] { dictionary[key] = nil }
        replace(reference, with: .stream(Stream(dictionary, .bytes(Array(wrapped.utf8)))))
    }

    private static func wrapped(_ packet: String) -> String? {
        let begins = packet.ranges(of: "<rdf:RDF")
        let ends = packet.ranges(of: "</rdf:RDF>")
        guard begins.count == 1, ends.count == 1, let begin = begins.first?.lowerBound,
            let end = ends.first?.upperBound,
            begin < end, !packet.contains("xmpmeta")
        else { return nil }
        return packet[..<begin] + "<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + packet[begin..<end] + "</x:xmpmeta>"
            + packet[end...]
    }
}
