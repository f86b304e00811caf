import Typesetting

/// Sets the parts of a completion certificate.
struct CertificateBlocks {
    let fonts: FontLibrary

    private static let labelWidth = 132.0
    private static let padding = 3.5

    func set(_ text: String, _ style: TextStyle, width: Double) throws(TypesettingError) -> SetText {
        try TextShaper.set(text, style, width: width, fonts: fonts)
    }

    /// Text over the whole width, or from `x` on.
    func text(
        _ words: String,
        _ style: TextStyle,
        x: Double = 0,
        width: Double = PageFlow.width
    ) throws(TypesettingError) -> FlowBlock {
        let text = try set(words, style, width: width - x)
        return FlowBlock(height: text.height, marks: [.text(text, x: x, y: 0)])
    }

    /// Japanese, and under it English.
    func prose(
        _ words: Bilingual,
        _ style: TextStyle = .prose,
        x: Double = 0,
        width: Double = PageFlow.width
    ) throws(TypesettingError) -> FlowBlock {
        stacked([
            try text(words.ja, style, x: x, width: width),
            try text(words.en, .proseInEnglish, x: x, width: width).lowered(by: 1),
        ])
    }

    func stacked(_ blocks: [FlowBlock]) -> FlowBlock {
        blocks.reduce(FlowBlock(height: 0, marks: [])) { whole, block in
            let lower = block.lowered(by: whole.height)
            return FlowBlock(height: lower.height, marks: whole.marks + lower.marks)
        }
    }

    /// A heading under a strong rule.
    func heading(_ words: Bilingual) throws(TypesettingError) -> FlowBlock {
        let line = try inLine(words, .heading, .headingInEnglish, gap: 9, width: PageFlow.width)
        var block = line.lowered(by: 8)
        block.height += 5
        block.marks.append(.rule(x: 0, y: 0, length: PageFlow.width, thickness: 1.2, ink: DocumentInk.ink))
        return block
    }

    /// A label, its value, and a note under it, over a hairline.
    func row(
        _ label: Bilingual,
        _ value: String,
        _ style: TextStyle = .value,
        note: String? = nil
    ) throws(TypesettingError) -> FlowBlock {
        ruled(try pair(label, value, style, note: note, width: PageFlow.width).lowered(by: Self.padding))
    }

    /// A digest in groups of four, eight groups a line.
    func digestRow(_ label: Bilingual, _ digest: [UInt8], note: String) throws(TypesettingError) -> FlowBlock {
        try row(label, Self.grouped(digest), .digest, note: note)
    }

    /// The block over a hairline.
    func ruled(_ block: FlowBlock) -> FlowBlock {
        var block = block
        block.height += Self.padding
        block.marks.append(
            .rule(x: 0, y: block.height, length: PageFlow.width, thickness: 0.5, ink: DocumentInk.rule)
        )
        return block
    }

    /// A label and its value beside each other.
    func pair(
        _ label: Bilingual,
        _ value: String,
        _ style: TextStyle = .value,
        note: String? = nil,
        width: Double
    ) throws(TypesettingError) -> FlowBlock {
        var words = try inLine(label, .label, .labelInEnglish, gap: 5, width: Self.labelWidth - 8)
        words = words.lowered(by: (style.lineHeight - TextStyle.label.lineHeight) / 2)
        var value = try text(value, style, width: width - Self.labelWidth)
        if let note {
            value = stacked([value, try text(note, .note, width: width - Self.labelWidth)])
        }
        return FlowBlock(
            height: max(words.height, value.height),
            marks: words.marks + value.marks.map { $0.moved(x: Self.labelWidth, y: 0) }
        )
    }

    /// Japanese, and English behind it on the same baseline; below it where the line is full.
    private func inLine(
        _ words: Bilingual,
        _ first: TextStyle,
        _ second: TextStyle,
        gap: Double,
        width: Double
    ) throws(TypesettingError) -> FlowBlock {
        let japanese = try set(words.ja, first, width: width)
        let english = try set(words.en, second, width: width)
        let start = japanese.lines.last?.width ?? 0
        guard start + gap + (english.lines.map(\.width).max() ?? 0) <= width, english.lines.count == 1 else {
            return stacked([
                FlowBlock(height: japanese.height, marks: [.text(japanese, x: 0, y: 0)]),
                FlowBlock(height: english.height - 5, marks: [.text(english, x: 0, y: -4)]),
            ])
        }
        let down = (japanese.lines.last?.baseline ?? 0) - (english.lines.first?.baseline ?? 0)
        return FlowBlock(
            height: japanese.height,
            marks: [.text(japanese, x: 0, y: 0), .text(english, x: start + gap, y: down)]
        )
    }

    /// Text that others wrote, with characters that no font has spelled out.
    func spelledOut(_ text: String) -> String {
        TextShaper(fonts: fonts, typeface: .gothic).spellingOutMissing(in: text)
    }

    /// Lower-case digits as `sha256sum` prints them, in groups.
    static func grouped(_ digest: [UInt8]) -> String {
        stride(from: 0, to: digest.count, by: 16).map { line in
            stride(from: line, to: min(line + 16, digest.count), by: 2).map { group in
                Array(digest[group..<min(group + 2, digest.count)]).hexadecimal
            }.joined(separator: " ")
        }.joined(separator: "\n")
    }

    /// 一, 二 … 九十九; then digits.
    static func kanji(_ number: Int) -> String {
        let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
        guard (1..<100).contains(number) else { return String(number) }
        let tens = number / 10
        return (tens > 1 ? digits[tens] : "") + (tens > 0 ? "十" : "") + digits[number % 10]
    }
}
