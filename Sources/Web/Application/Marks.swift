import SigningService

/// Shape and colour of a state; the word stands beside it.
struct Mark {
    let style: String
    let icon: String

    static let done = Mark(style: "st-done", icon: "m-done")
    static let wait = Mark(style: "st-wait", icon: "m-wait")
    static let you = Mark(style: "st-you", icon: "m-you")
    static let warn = Mark(style: "st-warn", icon: "m-warn")
    static let over = Mark(style: "st-over", icon: "m-over")
    static let fail = Mark(style: "st-fail", icon: "m-fail")
    static let none = Mark(style: "st-none", icon: "m-none")
    static let draft = Mark(style: "st-draft", icon: "m-draft")
    static let void = Mark(style: "st-void", icon: "m-void")
}

extension Envelope.State {
    var mark: Mark {
        switch self {
        case .draft: .draft
        case .outForSigning, .awaitingSeal: .wait
        case .sealed: .done
        case .declined, .expired: .fail
        case .voided: .void
        }
    }
}

extension Signer.State {
    var mark: Mark {
        switch self {
        case .waiting: .none
        case .invited, .viewed, .consented, .signing: .wait
        case .signed: .done
        case .declined: .fail
        }
    }
}

/// 一 to 十, and figures beyond.
func ordinal(_ number: Int) -> String {
    let numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]
    return numerals.indices.contains(number - 1) ? numerals[number - 1] : "\(number)"
}
