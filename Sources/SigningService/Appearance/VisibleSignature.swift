package import PDF
package import SignerProtocol
package import Typesetting

/// What a signature shows on the contract: who, how, when, and a vermilion 印影.
///
/// - SeeAlso: PDF-15
package struct VisibleSignature: Hashable, Sendable {
    package let name: String
    package let kind: SignerKind
    package let time: Timestamp
    package let environment: ServiceEnvironment
    package let imprint: ImprintChoice

    package init(
        name: String,
        kind: SignerKind,
        time: Timestamp,
        environment: ServiceEnvironment,
        imprint: ImprintChoice
    ) {
        self.name = name
        self.kind = kind
        self.time = time
        self.environment = environment
        self.imprint = imprint
    }

    /// Draws it into a box of points as displayed; made for 60 × 20 to 400 × 200.
    ///
    /// The same values give the same bytes.
    ///
    /// - Throws: `TypesettingError.missingGlyph` when no font has a character of the name.
    package func appearance(
        width: Double,
        height: Double,
        fonts: FontLibrary
    ) throws(TypesettingError) -> SignatureAppearance {
        let layout = AppearanceLayout(try lines(fonts), width: width, height: height)
        let imprint = try Imprint(imprint, name: name, fonts: fonts)
        let subsets = try ContentFont.all(for: layout.lines.flatMap(\.line.runs) + imprint.runs, fonts: fonts)
        var content = ContentWriter(fonts: subsets)
        for line in layout.lines {
            let ink = line.line.isName ? DocumentInk.ink : DocumentInk.secondary
            content.text(line.line.runs, size: line.size, x: line.x, y: line.baseline, ink: ink)
        }
        content.imprint(
            imprint,
            x: layout.imprint.x,
            y: layout.imprint.y,
            size: layout.imprint.diameter,
            ink: DocumentInk.vermilion
        )
        return SignatureAppearance(
            width: width,
            height: height,
            content: content.bytes,
            fonts: subsets.map(\.embedded)
        )
    }

    /// Whether a name can be drawn, on a signature and on the completion certificate; to be asked before sending.
    ///
    /// An imprint has no other words than the name, and 印 or 之印.
    ///
    /// - Throws: `TypesettingError.missingGlyph` with the first character that no font has.
    package static func check(name: String, fonts: FontLibrary) throws(TypesettingError) {
        try TextShaper(fonts: fonts, typeface: .mincho).check(name)
        try TextShaper(fonts: fonts, typeface: .gothic).check(name)
    }

    func lines(_ fonts: FontLibrary) throws(TypesettingError) -> [AppearanceLayout.Line] {
        let mincho = TextShaper(fonts: fonts, typeface: .mincho)
        let gothic = TextShaper(fonts: fonts, typeface: .gothic)
        var lines: [AppearanceLayout.Line] = []
        for part in nameLines {
            lines.append(AppearanceLayout.Line(runs: try mincho.shape(part), isName: true))
        }
        for text in [kind.japanese, JapaneseTime(time).prose, environment.mark] {
            guard let text else { continue }
            lines.append(AppearanceLayout.Line(runs: try gothic.shape(text), isName: false))
        }
        return lines
    }

    /// A long name takes two lines, broken at the space nearest to its middle.
    private var nameLines: [String] {
        let characters = Array(name)
        guard characters.count > 12 else { return [name] }
        let spaces = characters.indices.filter { characters[$0].isWhitespace }
        let middle = characters.count / 2
        guard let space = spaces.min(by: { abs($0 - middle) < abs($1 - middle) }) else { return [name] }
        return [String(characters[..<space]), String(characters[(space + 1)...])].filter { !$0.isEmpty }
    }
}

extension SignerKind {
    /// The name of the kind with whose key signs.
    var japanese: String {
        switch self {
        case .party: "当事者型（本人の鍵）"
        case .witness: "立会人型（事業者の鍵）"
        }
    }
}
