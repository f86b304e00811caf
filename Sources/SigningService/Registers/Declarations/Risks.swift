extension RegisterDeclaration {
    /// - SeeAlso: JIPDEC 2.1.3 (8)
    static let risks = RegisterDeclaration(
        "risks",
        "リスク",
        "Risks",
        purpose: RegisterWords(
            "何が、何によって、どれほど損なわれうるか。どう扱い、何が残るか。",
            "What may be harmed by what, and how much; how it is treated, and what remains."
        ),
        answers: ["2.1.3-8"],
        fields: [
            .text("asset", "守る物", "Asset").required.searchable,
            .text("threat", "脅威", "Threat").required.searchable,
            .number("likelihood", "起こりやすさ（1–5）", "Likelihood (1–5)", in: 1...5).required,
            .number("impact", "影響（1–5）", "Impact (1–5)", in: 1...5).required,
            .choice("treatment", "扱い", "Treatment", of: treatments).required.searchable,
            .longText("measures", "対策", "Measures").searchable,
            .number("residual", "残るリスク（1–25）", "Residual risk (1–25)", in: 1...25).required,
            .day("treat-by", "対策の期限", "Treat by"),
        ],
        due: "treat-by",
        reviewEveryMonths: 12,
        changes: .needSecondPerson,
        rules: [
            RegisterRule(.refuse, at: "measures", "減らすときは、対策を書いてください。", "A risk that is reduced needs its measures.") {
                $0.choice("treatment") == "reduce" && $0.text("measures").isEmpty
            },
            RegisterRule(.refuse, at: "residual", "残るリスクが、もとのリスクより大きくなっています。", "More remains than there was.") {
                ($0.number("residual") ?? 0) > ($0.number("likelihood") ?? 5) * ($0.number("impact") ?? 5)
            },
            RegisterRule(
                .attention,
                at: "residual",
                "残るリスクが 12 以上です。経営者が受け入れるか、対策を足してください。",
                "12 or more remains. Accept it at the top, or do more."
            ) { ($0.number("residual") ?? 0) >= 12 },
        ]
    )

    private static let treatments = [
        RegisterChoice("reduce", "減らす", "Reduce"), RegisterChoice("avoid", "避ける", "Avoid"),
        RegisterChoice("transfer", "移す", "Transfer"), RegisterChoice("accept", "受け入れる", "Accept"),
    ]
}
