extension RegisterDeclaration {
    /// - SeeAlso: JIPDEC 2.3.3.1 (1)
    static let operatorTerminals = RegisterDeclaration(
        "operator-terminals",
        "運用端末",
        "Operator terminals",
        purpose: RegisterWords(
            "運用の画面を開いてよい端末と、それを使う人。端末の証明書で見分けます。",
            "Terminals from which the service may be operated, with their people; known by their certificates."
        ),
        answers: ["2.3.3.1-1"],
        fields: [
            .text("name", "端末の名前", "Terminal").required.unique.searchable,
            .text("serial", "製造番号", "Serial number").required.unique.searchable,
            .person("person", "使う人", "Person").required.searchable,
            .text("fingerprint", "証明書の指紋（SHA-256）", "Certificate fingerprint (SHA-256)").required.unique.searchable,
            .day("certificate-until", "証明書の有効期限", "Certificate valid until").required,
            .yesNo("encrypted", "ディスクの暗号化", "Disk encrypted").required,
        ],
        due: "certificate-until",
        reviewEveryMonths: 6,
        changes: .needSecondPerson,
        rules: [
            RegisterRule(
                .refuse,
                at: "fingerprint",
                "SHA-256 の指紋を、小文字の 16進数 64桁で書いてください。",
                "Write the SHA-256 fingerprint as 64 small hexadecimal digits."
            ) { [UInt8](hexadecimal: $0.text("fingerprint"))?.count != 32 },
            RegisterRule(
                .attention,
                at: "encrypted",
                "ディスクが暗号化されていません。暗号化してください。",
                "The disk is not encrypted. Encrypt it."
            ) { $0.values["encrypted"] == .yesNo(false) },
        ]
    )
}
