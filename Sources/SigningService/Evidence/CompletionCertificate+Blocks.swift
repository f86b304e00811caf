import SignerProtocol
import Typesetting

/// Sets the parts of a completion certificate.
struct CertificateBlocks {
    private let composer: PageComposer
    private let fonts: FontLibrary

    private static let labelWidth = 88.0
    private static let imprintSize = 44.0

    init(composer: PageComposer, fonts: FontLibrary) {
        self.composer = composer
        self.fonts = fonts
    }

    /// Text over the whole width, or from `x` on.
    func text(_ text: String, _ style: TextStyle, x: Double = 0, below: Double = 0) throws(TypesettingError)
        -> FlowBlock
    {
        let block = TextBlock(text, style, width: PageFlow.width - x)
        return FlowBlock(height: try composer.height(of: block) + below, marks: [.text(block, x: x, y: 0)])
    }

    /// A heading under a strong rule.
    func heading(_ words: String) throws(TypesettingError) -> FlowBlock {
        var block = try text(words, .heading)
        block.marks = block.marks.map { $0.moved(x: 0, y: 9) }
        block.marks.append(.rule(x: 0, y: 0, length: PageFlow.width, thickness: 1.2, ink: DocumentInk.ink))
        block.height += 16
        return block
    }

    /// A label, its value, and a note under it, over a hairline.
    func row(
        _ label: String,
        _ value: String,
        _ style: TextStyle = .value,
        note: String? = nil
    ) throws(TypesettingError) -> FlowBlock {
        let padding = 4.0
        var block = try pair(label, value, style, note: note, x: 0, width: PageFlow.width)
        block.marks = block.marks.map { $0.moved(x: 0, y: padding) }
        block.height += 2 * padding
        block.marks.append(
            .rule(x: 0, y: block.height, length: PageFlow.width, thickness: 0.5, ink: DocumentInk.rule)
        )
        return block
    }

    /// One who signed: ordinal, name and imprint, then the particulars.
    func signatory(_ signatory: CompletionCertificate.Signatory, ordinal: Int) throws(TypesettingError) -> FlowBlock {
        let textWidth = PageFlow.width - Self.labelWidth - Self.imprintSize - 16
        let name = TextBlock(signatory.name, .personName, width: textWidth)
        var marks: [Mark] = [
            .text(TextBlock(Self.kanji(ordinal), .ordinal, width: Self.labelWidth), x: 0, y: 8),
            .text(name, x: Self.labelWidth, y: 8),
        ]
        marks += try imprint(of: signatory.name, x: PageFlow.width - Self.imprintSize, y: 10)
        var y = 8 + (try composer.height(of: name)) + 3
        for particular in signatory.particulars {
            let pair = try pair(
                particular.label,
                spelledOut(particular.value),
                .value,
                note: particular.note,
                x: Self.labelWidth,
                width: particular.isBesideImprint ? textWidth : PageFlow.width - Self.labelWidth
            )
            marks += pair.marks.map { $0.moved(x: 0, y: y) }
            y += pair.height
        }
        y += 9
        marks.append(.rule(x: 0, y: y, length: PageFlow.width, thickness: 0.5, ink: DocumentInk.rule))
        return FlowBlock(height: y, marks: marks)
    }

    /// The mark of the test environment: hatched, with both languages.
    func trialBand(_ mark: String) throws(TypesettingError) -> FlowBlock {
        let height = 24.0
        var marks: [Mark] = []
        for (x, width) in [(0.0, 28.0), (PageFlow.width - 28, 28.0)] {
            marks += Self.hatching(x: x, width: width, height: height)
        }
        for y in [0, height] {
            marks.append(.rule(x: 0, y: y, length: PageFlow.width, thickness: 0.8, ink: DocumentInk.ink))
        }
        let words = "\(mark)　試験のために作られました。契約の証拠にはなりません。"
        let block = TextBlock(words, .trialBand.aligned(.centre), width: PageFlow.width - 64)
        marks.append(.text(block, x: 32, y: (height - (try composer.height(of: block))) / 2))
        return FlowBlock(height: height, marks: marks)
    }

    /// 試験環境 across the page, so pale that everything can be read over it.
    func watermark() throws(TypesettingError) -> [Mark] {
        let size = 96.0
        let (sine, cosine) = (0.5, 0.8660254)
        var marks: [Mark] = []
        for (index, outline) in try TextShaper(fonts: fonts, typeface: .mincho).outlines(of: "試験環境").enumerated() {
            let start = (Double(index) - 2) * 1.12 * size
            let segments = outline.segments.map { segment in
                segment.mapped { point in
                    let (x, y) = (start + point.x * size, -(point.y - 0.38) * size)
                    return GlyphOutline.Point(x: x * cosine + y * sine, y: y * cosine - x * sine)
                }
            }
            let centre = (x: PageComposer.a4.width / 2, y: PageComposer.a4.height / 2)
            marks.append(.shape(segments, outline: 0, x: centre.x, y: centre.y, ink: DocumentInk.watermark))
        }
        return marks
    }

    /// Text that others wrote, with characters that no font has spelled out.
    func spelledOut(_ text: String) -> String {
        TextShaper(fonts: fonts, typeface: .gothic).spellingOutMissing(in: text)
    }

    private func pair(
        _ label: String,
        _ value: String,
        _ style: TextStyle,
        note: String?,
        x: Double,
        width: Double
    ) throws(TypesettingError) -> FlowBlock {
        let labelBlock = TextBlock(label, .label, width: Self.labelWidth - 8)
        let valueBlock = TextBlock(value, style, width: width - Self.labelWidth)
        var height = try composer.height(of: valueBlock)
        var marks: [Mark] = [
            .text(labelBlock, x: x, y: (style.lineHeight - labelBlock.style.lineHeight) / 2),
            .text(valueBlock, x: x + Self.labelWidth, y: 0),
        ]
        if let note {
            let noteBlock = TextBlock(note, .note, width: width - Self.labelWidth)
            marks.append(.text(noteBlock, x: x + Self.labelWidth, y: height))
            height += try composer.height(of: noteBlock)
        }
        return FlowBlock(height: max(height, try composer.height(of: labelBlock)), marks: marks)
    }

    private func imprint(of name: String, x: Double, y: Double) throws(TypesettingError) -> [Mark] {
        let imprint = try Imprint(name: name, fonts: fonts)
        let size = Self.imprintSize
        func mark(_ segments: [GlyphOutline.Segment], outline: Double) -> Mark {
            .shape(
                segments.map { $0.mapped { GlyphOutline.Point(x: $0.x * size, y: -$0.y * size) } },
                outline: outline * size,
                x: x + size / 2,
                y: y + size / 2,
                ink: DocumentInk.vermilion
            )
        }
        return [
            mark(imprint.ring, outline: 0), mark(imprint.characters, outline: Imprint.strokeThickness),
        ]
    }

    private static func hatching(x: Double, width: Double, height: Double) -> [Mark] {
        stride(from: 0.0, to: width, by: 7).map { start in
            .shape(
                [
                    .move(GlyphOutline.Point(x: start, y: height)),
                    .line(GlyphOutline.Point(x: start + 2.4, y: height)),
                    .line(GlyphOutline.Point(x: start + 8.4, y: 0)),
                    .line(GlyphOutline.Point(x: start + 6, y: 0)),
                    .close,
                ],
                outline: 0,
                x: x - 1,
                y: 0,
                ink: DocumentInk.note
            )
        }
    }

    /// 一, 二 … 九十九; then digits.
    static func kanji(_ number: Int) -> String {
        let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
        guard (1..<100).contains(number) else { return String(number) }
        let tens = number / 10
        return (tens > 1 ? digits[tens] : "") + (tens > 0 ? "十" : "") + digits[number % 10]
    }
}

/// One line of what is said about a signature.
private struct Particular {
    let label: String
    let value: String
    var note: String?
    var isBesideImprint = false
}

extension CompletionCertificate.Signatory {
    fileprivate var particulars: [Particular] {
        [
            Particular(label: "署名の型", value: kind.japanese, isBesideImprint: true),
            Particular(label: "メール", value: address, isBesideImprint: true),
            Particular(
                label: "署名の時刻",
                value: JapaneseTime(signedAt).register,
                note: JapaneseTime.universal(signedAt)
            ),
            Particular(
                label: "時刻の証明",
                value: JapaneseTime(timestamp.time).register,
                note: "\(JapaneseTime.universal(timestamp.time))"
            ),
            Particular(label: "時刻認証局", value: timestamp.authority),
            Particular(label: "証明書の名義", value: certificate.subject),
            Particular(label: "証明書の発行者", value: certificate.issuer),
            Particular(label: "証明書の番号", value: certificate.serialNumber.hexadecimal),
        ]
    }
}
