/// A TrueType subset on its way into a document, with the meaning of each code.
///
/// - SeeAlso: ISO 32000-2 §9.7.4; PDF-15
package struct EmbeddedFont: Hashable, Sendable {
    /// What a code shows and says.
    package struct Code: Hashable, Sendable {
        /// Index in `program`.
        package let glyph: Int
        /// In thousandths of an em.
        package let width: Int
        /// The text to extract, variation selector included; empty when the glyph says nothing on its own.
        package let unicode: String

        package init(glyph: Int, width: Int, unicode: String) {
            self.glyph = glyph
            self.width = width
            self.unicode = unicode
        }
    }

    /// Sizes in thousandths of an em.
    package struct Metrics: Hashable, Sendable {
        package let ascent: Int
        package let descent: Int
        package let capHeight: Int
        /// xMin, yMin, xMax, yMax.
        package let boundingBox: [Int]

        package init(ascent: Int, descent: Int, capHeight: Int, boundingBox: [Int]) {
            self.ascent = ascent
            self.descent = descent
            self.capHeight = capHeight
            self.boundingBox = boundingBox
        }
    }

    /// Name in the resources of the appearance, such as `F0`.
    package let resourceName: Name
    /// Of the whole font; the tag of the subset is put before it.
    package let postScriptName: String
    package let program: [UInt8]
    /// Index is the CID, which the content writes in two bytes.
    package let codes: [Code]
    package let metrics: Metrics

    package init(
        resourceName: Name,
        postScriptName: String,
        program: [UInt8],
        codes: [Code],
        metrics: Metrics
    ) {
        precondition(codes.count <= 0x10000, "a CID has two bytes")
        self.resourceName = resourceName
        self.postScriptName = postScriptName
        self.program = program
        self.codes = codes
        self.metrics = metrics
    }
}

extension EmbeddedFont {
    /// Adds the font's six objects; the answer is the Type 0 font.
    func objects(adding update: inout some ObjectCollection) -> Reference {
        let name = Name("\(subsetTag)+\(postScriptName)")
        let file = update.add(.compressed(program, PDFDictionary(["Length1": .integer(program.count)])))
        let set = update.add(.compressed(characterSet, PDFDictionary()))
        let descriptor = update.add(
            .dictionary(
                PDFDictionary([
                    "Type": .name("FontDescriptor"),
                    "FontName": .name(name),
                    // Symbolic: the codes are ours, not those of a Latin character set.
                    "Flags": .integer(4),
                    "FontBBox": .array(metrics.boundingBox.map(Object.integer)),
                    "ItalicAngle": .integer(0),
                    "Ascent": .integer(metrics.ascent),
                    "Descent": .integer(metrics.descent),
                    "CapHeight": .integer(metrics.capHeight),
                    "StemV": .integer(80),
                    "FontFile2": .reference(file),
                    "CIDSet": .reference(set),
                ])
            )
        )
        let descendant = update.add(
            .dictionary(
                PDFDictionary([
                    "Type": .name("Font"),
                    "Subtype": .name("CIDFontType2"),
                    "BaseFont": .name(name),
                    "CIDSystemInfo": .dictionary(
                        PDFDictionary([
                            "Registry": .string(Array("Adobe".utf8)),
                            "Ordering": .string(Array("Identity".utf8)),
                            "Supplement": .integer(0),
                        ])
                    ),
                    "FontDescriptor": .reference(descriptor),
                    "DW": .integer(1000),
                    "W": .array([.integer(0), .array(codes.map { .integer($0.width) })]),
                    "CIDToGIDMap": glyphMap(adding: &update),
                ])
            )
        )
        let unicode = update.add(.compressed(ToUnicodeMap(codes: codes).bytes, PDFDictionary()))
        return update.add(
            .dictionary(
                PDFDictionary([
                    "Type": .name("Font"),
                    "Subtype": .name("Type0"),
                    "BaseFont": .name(name),
                    "Encoding": .name("Identity-H"),
                    "DescendantFonts": .array([.reference(descendant)]),
                    "ToUnicode": .reference(unicode),
                ])
            )
        )
    }

    /// `/Identity` unless two codes share a glyph.
    private func glyphMap(adding update: inout some ObjectCollection) -> Object {
        guard codes.enumerated().contains(where: { $0.offset != $0.element.glyph }) else { return .name("Identity") }
        let map = codes.flatMap { [UInt8(truncatingIfNeeded: $0.glyph >> 8), UInt8(truncatingIfNeeded: $0.glyph)] }
        return .reference(update.add(.compressed(map, PDFDictionary())))
    }

    /// One bit for each CID, the highest bit first; PDF/A-1 asks for it.
    ///
    /// - SeeAlso: ISO 32000-1 §9.8.3.2, ISO 19005-1 §6.3.5; PDF-16
    private var characterSet: [UInt8] {
        var bits = [UInt8](repeating: 0, count: (codes.count + 7) / 8)
        for code in codes.indices {
            bits[code / 8] |= 0x80 >> UInt8(code % 8)
        }
        return bits
    }

    /// Six letters that depend on nothing but the content of the subset (FNV-1a).
    ///
    /// - SeeAlso: ISO 32000-2 §9.9.2
    private var subsetTag: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in program + codes.flatMap({ Array($0.unicode.utf8) }) {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        var tag: [UInt8] = []
        for _ in 0..<6 {
            tag.append(UInt8(ascii: "A") + UInt8(hash % 26))
            hash /= 26
        }
        return String(decoding: tag, as: UTF8.self)
    }
}
