extension RegisterDeclaration {
    /// - SeeAlso: JIPDEC 2.2.4 (4)
    static let timestampAuthorities = RegisterDeclaration(
        "timestamp-authorities",
        "時刻認証局（TSA）",
        "Time-stamping authorities",
        purpose: RegisterWords(
            "署名に時刻の証明を付ける事業者との取り決めと、その認定。",
            "Agreements with those whose timestamps our signatures carry, and their accreditation."
        ),
        answers: [],
        fields: [
            .text("name", "名前", "Name").required.unique.searchable,
            .day("contract", "契約の日", "Date of the contract").required,
            .choice("accreditation", "認定の種類", "Accreditation", of: accreditations).required.searchable,
            .text("number", "認定の番号", "Accreditation number").searchable,
            .day("valid-until", "認定の有効期限", "Accredited until").required,
            .text("policy", "タイムスタンプポリシーの OID", "Timestamp policy OID").required.searchable,
            .day("certificate-until", "TSA 証明書の有効期限", "TSA certificate valid until").required,
            .attachment("agreement", "契約書", "Contract"),
        ],
        due: "valid-until",
        reviewEveryMonths: 12,
        changes: .needSecondPerson,
        rules: [
            RegisterRule(.refuse, at: "policy", "OID を数字と点で書いてください。", "Write the OID in digits and dots.") {
                !isObjectIdentifier($0.text("policy"))
            },
            RegisterRule(
                .attention,
                at: "certificate-until",
                "TSA 証明書があと 1年で切れます。長期署名の更新を計画してください。",
                "The TSA certificate ends within a year. Plan the renewal of archive timestamps."
            ) { $0.day("certificate-until").map { [limit = $1.adding(months: 12)] in $0 < limit } ?? false },
        ]
    )

    private static let accreditations = [
        RegisterChoice("minister", "総務大臣の認定", "Accredited by the Minister for Internal Affairs and Communications"),
        RegisterChoice("qualified", "EU 適格タイムスタンプ", "EU qualified timestamps"), RegisterChoice("other", "その他", "Other"),
    ]
}
