extension RegisterDeclaration {
    /// - SeeAlso: JIPDEC 2.2.2 (1)
    static let hsmDevices = RegisterDeclaration(
        "hsm-devices",
        "暗号装置（HSM）",
        "HSM devices",
        purpose: RegisterWords(
            "署名の鍵を入れる装置と、その認証。装置から読んだ型番と一致していなければなりません。",
            "Devices that hold signing keys, with their certification. What the device says of itself has to agree."
        ),
        answers: ["2.2.2-1"],
        fields: [
            .text("model", "型番", "Model").required.searchable,
            .text("firmware", "ファームウェアの版", "Firmware version").required.searchable,
            .text("serial", "製造番号", "Serial number").required.unique.searchable,
            .choice("certification", "認証の種類", "Certification", of: certifications).required.searchable,
            .text("certificate", "認証の番号", "Certificate number").required.searchable,
            .day("valid-until", "認証の有効期限", "Certified until").required,
            .text("place", "置き場所", "Place").required.searchable,
            .attachment("evidence", "認証書", "Certificate"),
        ],
        due: "valid-until",
        reviewEveryMonths: 12,
        changes: .needSecondPerson,
        rules: [
            RegisterRule(
                .attention,
                at: "certification",
                "FIPS 140-2 の認証は 2026-09-21 に過去の一覧へ移りました。FIPS 140-3 などの認証がある装置への交換を計画してください。",
                "FIPS 140-2 certificates moved to the historical list on 2026-09-21. Plan for a device certified otherwise."
            ) { $0.choice("certification") == "fips-140-2" && $1.text > "2026-09-21" }
        ]
    )

    private static let certifications = [
        RegisterChoice("fips-140-2", "FIPS 140-2"), RegisterChoice("fips-140-3", "FIPS 140-3"),
        RegisterChoice("en-419-221-5", "EN 419 221-5"), RegisterChoice("jis-x-19790", "JIS X 19790"),
    ]
}
