import SignerProtocol
import Typesetting

extension CertificateBlocks {
    private static let indent = 30.0
    private static let imprintSize = 62.0

    /// One who signed: ordinal, name and imprint, then the particulars.
    func signatory(_ signatory: CompletionCertificate.Signatory, ordinal: Int) throws(TypesettingError) -> FlowBlock {
        let width = PageFlow.width - Self.indent
        let besideImprint = width - Self.imprintSize - 14
        let name = try set(signatory.name, .personName, width: besideImprint)
        var marks: [Mark] = [
            .text(try set(Self.kanji(ordinal), .ordinal, width: Self.indent), x: 0, y: 6),
            .text(name, x: Self.indent, y: 6),
            .imprint(
                try Imprint(signatory.imprint, name: signatory.name, fonts: fonts),
                x: PageFlow.width - Self.imprintSize - 2,
                y: 9,
                size: Self.imprintSize
            ),
        ]
        var y = 6 + name.height + 2
        for particular in signatory.particulars {
            let isBeside = y < 9 + Self.imprintSize + 4
            let pair = try pair(
                particular.label,
                particular.isOurs ? particular.value : spelledOut(particular.value),
                particular.style,
                note: particular.note,
                width: isBeside ? besideImprint : width
            )
            marks += pair.marks.map { $0.moved(x: Self.indent, y: y) }
            y += pair.height
        }
        return ruled(FlowBlock(height: max(y, 9 + Self.imprintSize) + 4, marks: marks))
    }
}

/// One line of what is said about a signature.
private struct Particular {
    let label: Bilingual
    let value: String
    var style: TextStyle = .value
    var note: String?
    /// Written by us, over several lines; what others wrote stays on its own.
    var isOurs = false
}

extension CompletionCertificate.Signatory {
    fileprivate var particulars: [Particular] {
        [
            Particular(label: Bilingual(ja: "メール", en: "E-mail"), value: address),
            Particular(
                label: Bilingual(ja: "署名の型", en: "Type of signature"),
                value: kind.japanese,
                note: kind.english
            ),
            Particular(
                label: Bilingual(ja: "署名の時刻", en: "Signed at"),
                value: JapaneseTime(signedAt).register,
                note: JapaneseTime.universal(signedAt)
            ),
            Particular(
                label: Bilingual(ja: "時刻の証明", en: "Time stamp"),
                value: JapaneseTime(timestamp.time).register,
                note: JapaneseTime.universal(timestamp.time) + "\n" + timestamp.words
            ),
            Particular(
                label: Bilingual(ja: "証明書の名義", en: "Certificate of"),
                value: certificate.subject
            ),
            Particular(
                label: Bilingual(ja: "証明書の発行者", en: "Issuer"),
                value: certificate.issuer
            ),
            Particular(
                label: Bilingual(ja: "番号・期間・鍵", en: "Serial, validity, key"),
                value: certificate.serialNumber.hexadecimal,
                note: """
                    \(JapaneseTime(certificate.notBefore).register)〜\(JapaneseTime(certificate.notAfter).register)　\
                    \(certificate.key)
                    """
            ),
            Particular(
                label: Bilingual(ja: "証明書の照合値", en: "Fingerprint"),
                value: CertificateBlocks.grouped(certificate.fingerprint),
                style: .digest,
                note: "SHA-256",
                isOurs: true
            ),
        ]
    }
}

extension SignerKind {
    /// The name of the kind with whose key signs.
    var english: String {
        switch self {
        case .party: "Signed by the party with a key that only the party can use"
        case .witness: "Signed by the operator with its own key, on the party's instruction"
        }
    }
}
