/// How much a finding weighs.
package enum RegisterSeverity: Int, Hashable, Sendable, Comparable {
    /// Somebody should look.
    case attention
    /// It should have been done.
    case overdue
    /// Nothing like this is approved.
    case refuse

    package static func < (one: RegisterSeverity, other: RegisterSeverity) -> Bool { one.rawValue < other.rawValue }
}

/// Something to say about an entry on a day.
package struct RegisterFinding: Hashable, Sendable {
    package let severity: RegisterSeverity
    /// Name of the field it is about.
    package let field: String?
    package let words: RegisterWords

    package init(_ severity: RegisterSeverity, at field: String?, _ words: RegisterWords) {
        self.severity = severity
        self.field = field
        self.words = words
    }
}

/// A rule of a register: a pure function from what an entry says, on a day, to a finding.
package struct RegisterRule: Sendable {
    private let finding: RegisterFinding
    private let isBroken: @Sendable (RegisterContent, CalendarDay) -> Bool

    /// Finds something where `isBroken`; the words say what is wrong and what to do.
    package init(
        _ severity: RegisterSeverity,
        at field: String,
        _ ja: String,
        _ en: String,
        where isBroken: @escaping @Sendable (_ entry: RegisterContent, _ today: CalendarDay) -> Bool
    ) {
        finding = RegisterFinding(severity, at: field, RegisterWords(ja, en))
        self.isBroken = isBroken
    }

    /// Finds something where `isBroken`, whichever day it is.
    package init(
        _ severity: RegisterSeverity,
        at field: String,
        _ ja: String,
        _ en: String,
        where isBroken: @escaping @Sendable (_ entry: RegisterContent) -> Bool
    ) {
        self.init(severity, at: field, ja, en) { entry, _ in isBroken(entry) }
    }

    func finding(in content: RegisterContent, on day: CalendarDay) -> RegisterFinding? {
        isBroken(content, day) ? finding : nil
    }
}

extension RegisterDeclaration {
    /// From so many days before its day on, an entry asks for attention.
    package static let noticeInDays = 30

    /// What the rules say of a content.
    package func findings(in content: RegisterContent, on day: CalendarDay) -> [RegisterFinding] {
        rules.compactMap { $0.finding(in: content, on: day) }
    }

    /// What there is to say of an entry that stands: its days, then the rules; nothing of another.
    package func findings(of entry: RegisterEntry, on day: CalendarDay) -> [RegisterFinding] {
        guard case .approved(let approval, _) = entry.state else { return [] }
        return deadlines(of: entry).compactMap { Self.finding(of: $0, due, on: day) }
            + findings(in: approval.content, on: day)
    }

    /// The days that an entry has to keep; none unless it stands.
    package func deadlines(of entry: RegisterEntry) -> [RegisterDeadline] {
        guard case .approved(let approval, _) = entry.state else { return [] }
        var deadlines: [RegisterDeadline] = []
        if let day = due.flatMap({ approval.content.day($0) }) {
            deadlines.append(RegisterDeadline(kind: .due, day: day))
        }
        if let months = reviewEveryMonths {
            let day = CalendarDay(at: approval.at).adding(months: months)
            deadlines.append(RegisterDeadline(kind: .review, day: day))
        }
        return deadlines
    }

    private static func finding(
        of deadline: RegisterDeadline,
        _ field: String?,
        on day: CalendarDay
    ) -> RegisterFinding? {
        let left = day.days(until: deadline.day)
        guard left <= noticeInDays else { return nil }
        return RegisterFinding(
            left < 0 ? .overdue : .attention,
            at: deadline.kind == .due ? field : nil,
            deadline.words(daysLeft: left)
        )
    }
}

/// A day that an entry has to keep.
package struct RegisterDeadline: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// What it says ends.
        case due
        /// It has to be looked at again.
        case review
    }

    package let kind: Kind
    package let day: CalendarDay

    package init(kind: Kind, day: CalendarDay) {
        self.kind = kind
        self.day = day
    }

    /// How it stands, in words.
    package func words(daysLeft: Int) -> RegisterWords {
        let (ja, en) = kind == .due ? ("期限", "The date") : ("見直しの日", "The review")
        return switch daysLeft {
        case ..<0:
            RegisterWords(
                "\(ja) \(day) を \(-daysLeft)日 過ぎています。",
                "\(en) \(day) passed, \(Self.days(-daysLeft)) ago."
            )
        case 0: RegisterWords("\(ja) \(day) は今日です。", "\(en) \(day) is today.")
        default:
            RegisterWords("\(ja) \(day) まで、あと \(daysLeft)日 です。", "\(en) \(day) is in \(Self.days(daysLeft)).")
        }
    }

    private static func days(_ count: Int) -> String { count == 1 ? "a day" : "\(count) days" }
}
