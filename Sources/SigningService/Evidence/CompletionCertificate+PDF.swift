import SignerProtocol
package import Typesetting

extension CompletionCertificate {
    /// The certificate as an A4 document, not yet sealed.
    ///
    /// The same values give the same bytes.
    ///
    /// A character of a title, an address or a certificate that no font has is written as its code point in brackets.
    ///
    /// - Throws: `TypesettingError.missingGlyph` for a signatory's name; `VisibleSignature.check(name:fonts:)` tells
    ///   before.
    package func pdf(fonts: FontLibrary) throws(TypesettingError) -> [UInt8] {
        let composer = try PageComposer(fonts: fonts)
        let blocks = CertificateBlocks(composer: composer, fonts: fonts)
        var flow = PageFlow(start: 96)
        try addOpening(to: &flow, blocks)
        try addContract(to: &flow, blocks)
        try addSignatories(to: &flow, blocks)
        try addRecord(to: &flow, blocks)
        try addInstructions(to: &flow, blocks)

        var pages = flow.pages
        for index in pages.indices {
            pages[index].marks = try frame(page: index + 1, of: pages.count, blocks) + pages[index].marks
        }
        return try composer.document(
            pages,
            width: PageComposer.a4.width,
            height: PageComposer.a4.height,
            metadata: DocumentMetadata(
                title: "合意締結証明書 \(title)",
                subject: envelope.text,
                author: instance,
                date: JapaneseTime.universal(issuedAt)
            )
        )
    }

    private func addOpening(to flow: inout PageFlow, _ blocks: CertificateBlocks) throws(TypesettingError) {
        var heading = try blocks.text("合意締結証明書", .documentTitle, below: 6)
        heading.marks += Logo.marks(x: PageFlow.width - 36, y: 0, size: 36)
        flow.add(heading)
        let last = signatories.map(\.signedAt).max() ?? sealedAt
        let words = """
            次の契約は、\(JapaneseTime(last).date)に、署名者\(signatories.count)名全員の電子署名によって結ばれました。\
            署名と時刻の証明は、封をした契約書（PDF）の中にあります。
            """
        flow.add(try blocks.text(words, .lede, below: 16))
    }

    private func addContract(to flow: inout PageFlow, _ blocks: CertificateBlocks) throws(TypesettingError) {
        flow.add([
            try blocks.heading("契約"),
            try blocks.row("件名", blocks.spelledOut(title), .contractTitle),
        ])
        flow.add(try blocks.row("文書", "\(blocks.spelledOut(documentName))（全\(pages)ページ）"))
        flow.add(try blocks.row("送った組織", blocks.spelledOut(organisation)))
        flow.add(try blocks.row("契約の番号", envelope.text))
        flow.add(
            try blocks.row(
                "封をした時刻",
                JapaneseTime(documentTimestamp.time).register,
                note: """
                    \(JapaneseTime.universal(documentTimestamp.time))
                    文書全体の時刻の証明（タイムスタンプ）　\(blocks.spelledOut(documentTimestamp.authority))
                    """
            )
        )
        flow.add(try blocks.row("署名の形式", "PAdES \(level)"))
        flow.add(try blocks.row("元の文書", originalDigest.hexadecimal, .digest, note: "SHA-256 照合値　送られた時の PDF"))
        flow.add(
            try blocks.row("封をした文書", sealedDigest.hexadecimal, .digest, note: "SHA-256 照合値　全員の署名と時刻の証明が入った PDF")
        )
        flow.space(22)
    }

    private func addSignatories(to flow: inout PageFlow, _ blocks: CertificateBlocks) throws(TypesettingError) {
        for (index, signatory) in signatories.enumerated() {
            let block = try blocks.signatory(signatory, ordinal: index + 1)
            if index == 0 {
                flow.add([try blocks.heading("署名した人　\(signatories.count)名"), block])
            } else {
                flow.add(block)
            }
        }
        flow.space(22)
    }

    private func addRecord(to flow: inout PageFlow, _ blocks: CertificateBlocks) throws(TypesettingError) {
        flow.add([
            try blocks.heading("監査記録"),
            try blocks.row("項目の数", "\(audit.entries)（この証明書を作った時）"),
            try blocks.row(
                "\(audit.entries)番の値",
                audit.digest.hexadecimal,
                .digest,
                note: "SHA-256　前の項目の値を含めて、順に計算した値"
            ),
        ])
        flow.space(22)
    }

    private func addInstructions(to flow: inout PageFlow, _ blocks: CertificateBlocks) throws(TypesettingError) {
        var parts = [try blocks.heading("確かめ方")]
        for (index, instruction) in instructions.enumerated() {
            var part = try blocks.text(instruction, .prose, x: 24, below: 4)
            part.marks.append(
                .text(TextBlock(CertificateBlocks.kanji(index + 1), .prose, width: 20), x: 0, y: 0)
            )
            parts.append(part)
        }
        var explanation = try blocks.text(kindsExplained, .note)
        explanation.marks = explanation.marks.map { $0.moved(x: 0, y: 8) }
        explanation.height += 8
        parts.append(explanation)
        flow.add(parts)
    }

    private var instructions: [String] {
        [
            "封をした PDF の SHA-256 を計算し、上の「封をした文書」の照合値と同じか見ます。",
            """
            封をした PDF の署名を、PAdES の検証ができるソフト（chigiri verify、pdfsig、Adobe Acrobat など）で検証します。\
            署名と時刻の証明書は、運営者が示すルート証明書を信頼の基点にします。
            """,
            "証拠ファイル（JSON）の監査記録を最初から計算し直し、\(audit.entries)番の値が上の値と同じになるか見ます。",
            "この証明書にも、運営者の電子署名と時刻の証明が付きます。封をした PDF と同じ方法で検証できます。",
        ]
    }

    private var kindsExplained: String {
        var sentences = ["この証明書は要約です。契約の証拠は、封をした PDF の電子署名と時刻の証明です。印の形は見た目です。"]
        if signatories.contains(where: { $0.kind == .party }) {
            sentences.append("当事者型は、署名した人だけが使える鍵による署名です。")
        }
        if signatories.contains(where: { $0.kind == .witness }) {
            sentences.append("立会人型は、署名した人の指示を受けて、事業者の鍵で付けた署名です。")
        }
        return sentences.joined()
    }

    /// What every page has around its content.
    private func frame(page: Int, of count: Int, _ blocks: CertificateBlocks) throws(TypesettingError) -> [Mark] {
        let right = PageFlow.width
        var marks: [Mark] = []
        if let mark = environment.mark {
            marks += try blocks.watermark()
            marks += try blocks.trialBand(mark).marks.map { $0.moved(x: PageFlow.left, y: 34) }
        } else {
            let head = TextBlock(blocks.spelledOut(instance), .note.aligned(.right), width: right)
            marks.append(.text(head, x: PageFlow.left, y: 46))
        }
        let foot = PageComposer.a4.height - 46
        marks.append(.rule(x: PageFlow.left, y: foot - 5, length: right, thickness: 0.5, ink: DocumentInk.rule))
        let words = "合意締結証明書　\(envelope.text)　\(blocks.spelledOut(instance))　\(blocks.spelledOut(publicURL))"
        marks.append(.text(TextBlock(words, .note, width: right - 60), x: PageFlow.left, y: foot))
        marks.append(
            .text(
                TextBlock("\(page) / \(count)", .note.aligned(.right), width: 60),
                x: PageFlow.left + right - 60,
                y: foot
            )
        )
        return marks
    }
}
