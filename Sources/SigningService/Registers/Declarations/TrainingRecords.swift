extension RegisterDeclaration {
    /// - SeeAlso: JIPDEC 2.1.2 (1)
    static let trainingRecords = RegisterDeclaration(
        "training-records",
        "教育の記録",
        "Training records",
        purpose: RegisterWords(
            "だれが、いつ、何の教育を受けたか。着任のときと、年に1回。",
            "Who was trained in what, and when: at appointment and once a year."
        ),
        answers: ["2.1.2-1"],
        fields: [
            .text("course", "内容", "Course").required.searchable,
            .person("person", "受けた人", "Person").required.searchable,
            .choice("occasion", "機会", "Occasion", of: occasions).required.searchable,
            .day("held", "日付", "Held on").required,
            .number("score", "試験（点）", "Score", in: 0...100),
            .day("next", "次の教育の期限", "Next training by").required,
            .attachment("evidence", "受講の記録", "Evidence"),
        ],
        due: "next",
        changes: .needSecondPerson,
        rules: [
            RegisterRule(.attention, at: "score", "80点に届いていません。もう一度受けてください。", "Below 80 points. Repeat the training.") {
                $0.number("score").map { $0 < 80 } ?? false
            },
            RegisterRule(
                .refuse,
                at: "held",
                "まだ来ていない日です。受けてから書いてください。",
                "This day lies ahead. Write it down afterwards."
            ) {
                $0.day("held").map { [today = $1] in $0 > today } ?? false
            },
            RegisterRule(.refuse, at: "next", "次の期限は、受けた日から 1年より先にできません。", "The next one is due within a year.") {
                entry in
                guard let held = entry.day("held"), let next = entry.day("next") else { return false }
                return next > held.adding(months: 12) || next <= held
            },
        ]
    )

    private static let occasions = [
        RegisterChoice("appointment", "着任", "Appointment"), RegisterChoice("yearly", "年に1回", "Yearly"),
        RegisterChoice("change", "手順や法令の変更", "Change of rules or law"),
    ]
}
