extension RegisterDeclaration {
    /// - SeeAlso: JIPDEC 2.2.1 (3)
    static let identityProviders = RegisterDeclaration(
        "identity-providers",
        "外部の認証サービス（IdP）",
        "Identity providers",
        purpose: RegisterWords(
            "利用者の認証を任せる外部のサービスと、パスキーを同期するサービスの審査。",
            "Due diligence on outside services that authenticate our users or keep their synced passkeys."
        ),
        answers: ["2.2.1-3"],
        fields: [
            .text("name", "名前", "Name").required.unique.searchable,
            .choice("role", "役割", "Role", of: roles).required.searchable,
            .text("issuer", "発行者（URL）", "Issuer (URL)").searchable,
            .text("assurance", "求める保証レベル", "Assurance that is asked for").required.searchable,
            .day("assessed", "審査した日", "Assessed on").required,
            .longText("result", "審査の結果", "Result of the assessment").required,
            .day("contract-until", "契約の期限", "Contract until"),
            .attachment("evidence", "審査の記録", "Record of the assessment"),
        ],
        due: "contract-until",
        reviewEveryMonths: 12,
        changes: .needSecondPerson,
        rules: [
            RegisterRule(.refuse, at: "issuer", "発行者は https:// で始まります。", "An issuer begins with https://.") {
                !$0.text("issuer").isEmpty && !$0.text("issuer").hasPrefix("https://")
            },
            RegisterRule(
                .refuse,
                at: "issuer",
                "認証を任せるサービスには発行者の URL が要ります。",
                "A service that authenticates needs its issuer."
            ) { $0.choice("role") == "authentication" && $0.text("issuer").isEmpty },
        ]
    )

    private static let roles = [
        RegisterChoice("authentication", "利用者の認証", "Authenticates users"),
        RegisterChoice("passkeys", "パスキーの同期", "Keeps synced passkeys"),
    ]
}
