import Typesetting

extension CertificateBlocks {
    private static let numberWidth = 24.0
    private static let timeWidth = 126.0
    private static let personWidth = 112.0

    /// The heads of the columns of steps.
    func stepsHead() throws(TypesettingError) -> FlowBlock {
        let heads: [(String, Double)] = [
            ("No.", 0), ("時刻 Time (JST, UTC)", Self.numberWidth),
            ("だれが Who", Self.numberWidth + Self.timeWidth),
            ("何をしたか What", Self.numberWidth + Self.timeWidth + Self.personWidth),
        ]
        var marks: [Mark] = []
        for (words, x) in heads { marks.append(.text(try set(words, .note, width: PageFlow.width - x), x: x, y: 0)) }
        return ruled(FlowBlock(height: TextStyle.note.lineHeight, marks: marks))
    }

    /// One step of the way, numbered as in the audit chain.
    func step(_ step: CompletionCertificate.Step) throws(TypesettingError) -> FlowBlock {
        let x = Self.numberWidth + Self.timeWidth
        let actionX = x + Self.personWidth
        let person = try text(spelledOut(step.actor), .step, width: Self.personWidth - 8)
        let action = stacked([
            try text(spelledOut(step.action.ja), .step, width: PageFlow.width - actionX),
            try text(spelledOut(step.action.en), .stepInEnglish, width: PageFlow.width - actionX),
        ])
        let time = stacked([
            try text(JapaneseTime(step.time).register, .step, width: Self.timeWidth),
            try text(JapaneseTime.universal(step.time), .stepInEnglish, width: Self.timeWidth),
        ])
        var marks: [Mark] = [.text(try set("\(step.sequence)", .step, width: Self.numberWidth), x: 0, y: 0)]
        marks += time.marks.map { $0.moved(x: Self.numberWidth, y: 0) }
        marks += person.marks.map { $0.moved(x: x, y: 0) }
        marks += action.marks.map { $0.moved(x: actionX, y: 0) }
        let height = max(time.height, person.height, action.height)
        return ruled(FlowBlock(height: height, marks: marks).lowered(by: 2.5))
    }
}
