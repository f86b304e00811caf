extension RegisterDeclaration {
    /// - SeeAlso: JIPDEC 2.2.2 (2) ア 1, イ 2
    static let certificationAuthorities = RegisterDeclaration(
        "certification-authorities",
        "認証局",
        "Certification authorities",
        purpose: RegisterWords(
            "利用者の証明書を発行する認証局との取り決めと、その評価。",
            "Agreements with the authorities that certify our users, and their evaluation."
        ),
        answers: ["2.2.2-2-ア-1", "2.2.2-2-イ-2"],
        fields: [
            .text("name", "名前", "Name").required.unique.searchable,
            .day("contract", "契約の日", "Date of the contract").required,
            .choice("evaluation", "評価の種類", "Evaluation", of: evaluations).required.searchable,
            .day("valid-until", "評価の有効期限", "Evaluated until").required,
            .text("policies", "CP・CPS の OID", "OIDs of CP and CPS").required.searchable,
            .text("address", "CP・CPS の公開場所", "Where CP and CPS are published").searchable,
            .attachment("agreement", "契約書", "Contract"),
        ],
        due: "valid-until",
        reviewEveryMonths: 12,
        changes: .needSecondPerson,
        rules: [
            RegisterRule(
                .refuse,
                at: "policies",
                "OID を数字と点で書いてください。二つ以上は空白で分けます。",
                "Write OIDs in digits and dots, with spaces between them."
            ) { !$0.text("policies").split(separator: " ").allSatisfy(isObjectIdentifier) },
            RegisterRule(
                .refuse,
                at: "contract",
                "契約の日が先の日です。契約してから書いてください。",
                "The contract lies ahead. Write it down once it is made."
            ) {
                $0.day("contract").map { [today = $1] in $0 > today } ?? false
            },
        ]
    )

    private static let evaluations = [
        RegisterChoice("accredited", "認定認証業務（電子署名法）", "Accredited under the Act on Electronic Signatures"),
        RegisterChoice("webtrust", "WebTrust for CA"), RegisterChoice("etsi-en-319-411", "ETSI EN 319 411"),
        RegisterChoice("own", "自社の監査", "Own audit"),
    ]
}

/// Arcs of digits without leading noughts, joined by dots.
func isObjectIdentifier(_ text: some StringProtocol) -> Bool {
    let arcs = text.split(separator: ".", omittingEmptySubsequences: false)
    return arcs.count >= 2
        && arcs.allSatisfy { arc in
            !arc.isEmpty && arc.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                && (arc.count == 1 || !arc.hasPrefix("0"))
        }
}
