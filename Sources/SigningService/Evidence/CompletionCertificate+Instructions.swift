import Typesetting

/// How anyone checks the contract, with us or without.
extension CompletionCertificate {
    private static let codeSize = 92.0

    func addInstructions(to flow: inout PageFlow, _ blocks: CertificateBlocks) throws(TypesettingError) {
        let textWidth = PageFlow.width - Self.codeSize - 26
        var list: [FlowBlock] = []
        for (index, instruction) in instructions.enumerated() {
            var item = try blocks.prose(instruction, x: 22, width: textWidth)
            item.marks.append(.text(try blocks.set(CertificateBlocks.kanji(index + 1), .prose, width: 20), x: 0, y: 0))
            item.height += 6
            list.append(item)
        }
        var body = blocks.stacked(list)
        let left = PageFlow.width - Self.codeSize
        let code = blocks.stacked([
            try blocks.qrCode(code, size: Self.codeSize),
            try blocks.text("契約の番号と照合値", .note, width: Self.codeSize).lowered(by: 6),
            try blocks.text("Number and digest of the sealed PDF", .stepInEnglish, width: Self.codeSize),
        ])
        body.marks += code.marks.map { $0.moved(x: left, y: 6) }
        body.height = max(body.height, code.height + 6)
        flow.add([try blocks.heading(Bilingual(ja: "確かめ方", en: "How to verify")), body])
        flow.space(14)
        flow.add([
            try blocks.heading(Bilingual(ja: "この証明書について", en: "About this certificate")),
            try blocks.prose(explanation),
        ])
    }

    /// What the QR code says; plain text that needs no service to be read.
    var code: String {
        "Chigiri \(envelope.text)\nSHA-256 \(sealedDigest.hexadecimal)\n\(publicURL)"
    }

    private var instructions: [Bilingual] {
        [
            Bilingual(
                ja: """
                    封をした PDF の SHA-256 を計算し（例 sha256sum）、「封をした文書」の照合値と一字ずつ同じか見ます。\
                    右の QR コードにも同じ値があります。
                    """,
                en: """
                    Compute the SHA-256 of the sealed PDF (for example with sha256sum) and compare it, digit by digit, \
                    with the digest “As sealed”. The QR code holds the same value.
                    """
            ),
            Bilingual(
                ja: "chigiri verify で封をした PDF を検証します。署名、証明書の失効、時刻の証明を一つずつ判定し、理由を示します。",
                en: """
                    Run “chigiri verify” on the sealed PDF. It judges each signature, the revocation of certificates and \
                    the proofs of time, and gives its reasons.
                    """
            ),
            Bilingual(
                ja: """
                    当方によらずに確かめるには、PAdES を検証できる他社のソフト（pdfsig、Adobe Acrobat、EU DSS など）を使います。\
                    信頼の基点には、運営者が公表するルート証明書を登録します。
                    """,
                en: """
                    To verify without us, use software of others that validates PAdES (pdfsig, Adobe Acrobat, EU DSS), \
                    with the root certificates that the operator publishes as trust anchors.
                    """
            ),
            Bilingual(
                ja: "証拠ファイル（JSON）の監査記録を最初から計算し直し、\(audit.entries)番の値が上の値と同じになるか見ます。",
                en: """
                    Derive the audit chain in the evidence file (JSON) again from its first entry; the value of entry \
                    \(audit.entries) has to be the one above.
                    """
            ),
            Bilingual(
                ja: "この証明書にも、運営者の電子署名と時刻の証明（PAdES \(level)）が付きます。同じ方法で検証できます。",
                en: """
                    This certificate carries the operator’s signature and proofs of time itself (PAdES \(level)) and is \
                    verified in the same way.
                    """
            ),
        ]
    }

    private var explanation: Bilingual {
        var words = [
            Bilingual(
                ja: "この証明書は要約です。契約の証拠は、封をした PDF の電子署名と時刻の証明です。印の形は見た目です。",
                en: """
                    This certificate is a summary. What proves the agreement are the electronic signatures and proofs of \
                    time in the sealed PDF. The seal images are looks only.
                    """
            )
        ]
        if signatories.contains(where: { $0.kind == .party }) {
            words.append(
                Bilingual(
                    ja: "当事者型は、署名した人だけが使える鍵による署名です。",
                    en: "“Signed by the party”: made with a key that only that person can use."
                )
            )
        }
        if signatories.contains(where: { $0.kind == .witness }) {
            words.append(
                Bilingual(
                    ja: "立会人型は、署名した人の指示を受けて、事業者の鍵で付けた署名です。",
                    en: "“Signed by the operator”: made with the operator’s key on the instruction of that person."
                )
            )
        }
        words.append(
            Bilingual(
                ja: "時刻は日本標準時（JST）、その下は協定世界時（UTC）です。",
                en: "Times are Japan Standard Time (JST, UTC+9), with UTC below."
            )
        )
        return Bilingual(
            ja: words.map(\.ja).joined(),
            en: words.map(\.en).joined(separator: " ")
        )
    }
}
