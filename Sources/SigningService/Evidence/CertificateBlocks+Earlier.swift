import SignerProtocol
import Typesetting

extension CertificateBlocks {
    /// A signature that others made before the document came, with its verdict then.
    func earlierSignature(_ signature: EarlierSignature) throws(TypesettingError) -> FlowBlock {
        let label =
            signature.isDocumentTimestamp
            ? Bilingual(ja: "時刻の証明", en: "Timestamp") : Bilingual(ja: "署名", en: "Signature")
        let time = signature.signedAt.map { JapaneseTime($0).register + "　" + JapaneseTime.universal($0) }
        let verdict = [signature.indication, signature.subIndication].compactMap(\.self).joined(separator: " / ")
        return try row(
            label,
            spelledOut(signature.signer ?? "—"),
            note: [
                spelledOut(signature.field), time,
                "受け取った時の検証 When it came: \(verdict)",
                "封をした時も、署名された内容は変わっていません。 When sealed, what it signed was unchanged.",
            ].compactMap(\.self).joined(separator: "\n")
        )
    }

    /// The file that the document was made of, which is not kept.
    func normalised(from file: NormalisedFile) throws(TypesettingError) -> FlowBlock {
        let label = Bilingual(ja: "書き直す前の文書", en: "Before it was written anew")
        let reasons = file.reasons.joined(separator: " ")
        let words = """
            送った人が同意して、元の文書はこのファイルを正規の形に書き直したものです（\(reasons)）。
            With the sender's consent, the document above is a clean copy of this file.
            """
        guard let digest = [UInt8](hexadecimal: file.sha256) else { return try row(label, file.sha256, note: words) }
        return try digestRow(label, digest, note: words)
    }
}
