package import Foundation

/// What a generated document says about itself, in its information dictionary and, equal word for word, in XMP.
///
/// The date is given, never taken from the clock, so that the same input makes the same bytes.
///
/// - SeeAlso: ISO 19005-2 §6.6
package struct DocumentMetadata: Hashable, Sendable {
    package let title: String
    package let subject: String
    package let author: String
    /// BCP 47, `ja`.
    package let language: String
    package let date: Date

    package init(title: String, subject: String, author: String, language: String, date: Date) {
        self.title = title
        self.subject = subject
        self.author = author
        self.language = language
        self.date = date
    }

    private static let creator = "Chigiri"

    var information: PDFDictionary {
        PDFDictionary([
            "Title": TextString.encode(title),
            "Subject": TextString.encode(subject),
            "Author": TextString.encode(author),
            "Creator": TextString.encode(Self.creator),
            "Producer": TextString.encode(Self.creator),
            "CreationDate": DateString.encode(date),
            "ModDate": DateString.encode(date),
        ])
    }

    /// The XMP packet.
    var packet: [UInt8] {
        let date = date.formatted(.iso8601)
        return Array(
            """
            <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/">
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about=""
             xmlns:dc="http://purl.org/dc/elements/1.1/"
             xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
             xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
             xmlns:xmp="http://ns.adobe.com/xap/1.0/">
            <pdfaid:part>2</pdfaid:part>
            <pdfaid:conformance>B</pdfaid:conformance>
            <dc:format>application/pdf</dc:format>
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">\(escaped(title))</rdf:li></rdf:Alt></dc:title>
            <dc:description><rdf:Alt><rdf:li xml:lang="x-default">\(escaped(subject))</rdf:li></rdf:Alt></dc:description>
            <dc:creator><rdf:Seq><rdf:li>\(escaped(author))</rdf:li></rdf:Seq></dc:creator>
            <dc:language><rdf:Bag><rdf:li>\(escaped(language))</rdf:li></rdf:Bag></dc:language>
            <xmp:CreatorTool>\(Self.creator)</xmp:CreatorTool>
            <xmp:CreateDate>\(date)</xmp:CreateDate>
            <xmp:ModifyDate>\(date)</xmp:ModifyDate>
            <xmp:MetadataDate>\(date)</xmp:MetadataDate>
            <pdf:Producer>\(Self.creator)</pdf:Producer>
            </rdf:Description>
            </rdf:RDF>
            </x:xmpmeta>
            <?xpacket end="r"?>

            """.utf8
        )
    }

    /// Text of an XML element; what XML cannot carry becomes the replacement character.
    private func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\t", "\n": result += " "
            case _ where scalar.value < 0x20 || scalar.value & 0xFFFE == 0xFFFE: result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
