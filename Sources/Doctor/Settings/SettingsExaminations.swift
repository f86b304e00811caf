extension SettingsDocument {
    /// The file itself is missing, closed to us, or no JSON object.
    static let unreadable = Complaint(
        "SETTINGS_UNREADABLE",
        cause: Words(
            ja: "設定ファイル {} を読めないか、JSON のオブジェクトではありません。",
            en: "The settings file {} cannot be read, or is not a JSON object."
        ),
        remedy: Words(
            ja: "場所・権限・書式を確かめてください。`chigiri-trial init` が作る設定が手本になります。",
            en: "Check its place, permissions and syntax; `chigiri-trial init` makes an example."
        )
    )

    /// What can be wrong before any value is looked at.
    static let examinations = [unknown, missing, wrongKind]

    private static let unknown = Examination<SettingsDocument>(
        "SETTING_UNKNOWN",
        in: .everywhere,
        cause: Words(ja: "{} という設定はありません。", en: "There is no setting {}."),
        remedy: Words(
            ja: "綴りを直すか、取り除いてください。書き間違えた設定を黙って無視することはしません。",
            en: "Correct its spelling or remove it; a misspelt setting is not ignored."
        ),
        .beforeStart { document in
            let known = Set(document.members.flatMap(document.names))
            return document.values.keys.filter { !known.contains($0) }.sorted()
                .map { Words("“\($0)”") }
        }
    )

    private static let missing = Examination<SettingsDocument>(
        "SETTING_MISSING",
        in: .everywhere,
        cause: Words(ja: "設定 {} がありません。", en: "The setting {} is missing."),
        remedy: Words(ja: "{} を書き加えてください。", en: "Add {}."),
        .beforeStart { document in
            document.members.flatMap { $0.missing(in: document) }.map { Words("“\($0)”") }
        }
    )

    private static let wrongKind = Examination<SettingsDocument>(
        "SETTING_KIND",
        in: .everywhere,
        cause: Words(ja: "設定 {} の値の種類が違います。", en: "The value of the setting {} has the wrong kind."),
        remedy: Words(ja: "値を書き直してください: {}", en: "Write its value anew: {}."),
        .beforeStart { document in
            document.members.flatMap { member in
                document.names(of: member).compactMap { name in
                    guard let value = document.values[name], !member.kind.allows(value) else { return nil }
                    return Words(
                        ja: "“\(name)”（\(member.kind.words.ja)）",
                        en: "“\(name)” (\(member.kind.words.en))"
                    )
                }
            }
        }
    )
}

extension SettingsDocument.Member.Kind {
    fileprivate func allows(_ value: SettingsDocument.Value) -> Bool {
        switch (self, value) {
        case (.text, .text(let text)): !text.isEmpty
        case (.integer, .integer), (.texts, .texts), (.objects, .objects): true
        default: false
        }
    }

    fileprivate var words: Words {
        switch self {
        case .text: Words(ja: "空でない文字列", en: "a text that is not empty")
        case .integer: Words(ja: "整数", en: "an integer")
        case .texts: Words(ja: "文字列の配列", en: "a list of texts")
        case .objects: Words(ja: "1 つ以上のオブジェクトの配列", en: "a list of at least one object")
        }
    }
}
