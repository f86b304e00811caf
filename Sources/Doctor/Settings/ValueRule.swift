/// What one setting's value has to be.
package struct ValueRule<File: Sendable>: Sendable {
    let setting: String
    let expected: Words
    let value: @Sendable (File) -> String
    let holds: @Sendable (File) -> Bool

    package init(
        _ setting: String,
        _ expected: Words,
        value: @escaping @Sendable (File) -> String,
        holds: @escaping @Sendable (File) -> Bool
    ) {
        self.setting = setting
        self.expected = expected
        self.value = value
        self.holds = holds
    }

    /// Whether the value is as it has to be.
    package func accepts(_ file: File) -> Bool { holds(file) }
}

extension Examination {
    /// Every rule about values, in one check.
    package static func values<File>(
        _ rules: [ValueRule<File>],
        of file: @escaping @Sendable (Subject) -> File
    ) -> Examination<Subject> {
        Examination(
            "SETTING_REFUSED",
            in: .everywhere,
            cause: Words(ja: "設定の値が使えません: {}", en: "The value of a setting cannot be used: {}."),
            remedy: Words(ja: "示された形の値に書き直してください。", en: "Write a value of the form that is named."),
            .beforeStart { subject in
                let file = file(subject)
                return rules.filter { !$0.holds(file) }.map { rule in
                    let value = "\(rule.setting) = \(Redaction.printable(rule.value(file)))"
                    return Words(
                        ja: "\(value)（正しい形: \(rule.expected.ja)）",
                        en: "\(value) (it has to be \(rule.expected.en))"
                    )
                }
            }
        )
    }
}
