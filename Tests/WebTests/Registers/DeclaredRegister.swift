import SigningService

extension RegisterDeclaration {
    static let keyCards = RegisterDeclaration(
        "key-cards",
        "入室の鍵",
        "Key cards",
        purpose: RegisterWords("機械室に入るための鍵を、だれが持っているか。", "Who holds a card that opens the machine room."),
        answers: ["2.3.2.1-6"],
        fields: [
            .text("card", "鍵の番号", "Card").required.unique.searchable,
            .person("holder", "持つ人", "Holder").required.searchable,
            .choice("zone", "区画", "Zone", of: [.init("a", "甲室", "Room A"), .init("b", "乙室", "Room B")]).required,
            .day("until", "期限", "Until").required,
            .number("copies", "枚数", "Copies", in: 1...9),
            .yesNo("returned", "返却", "Returned"),
            .longText("remarks", "備考", "Remarks").searchable,
            .attachment("receipt", "受け取りの書面", "Receipt"),
        ],
        due: "until",
        reviewEveryMonths: 6,
        changes: .needSecondPerson,
        rules: [
            RegisterRule(.refuse, at: "copies", "二枚以上は渡せません。", "Hand out one card only.") {
                ($0.number("copies") ?? 1) > 1
            }
        ]
    )
}
