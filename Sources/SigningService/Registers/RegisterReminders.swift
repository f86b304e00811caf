package import SignerProtocol

/// A mail about a day of an entry that has been sent, or that its owner's relay refuses for ever; each is sent once.
package struct RegisterReminder: Hashable, Sendable {
    package let entry: RegisterEntryID
    package let kind: RegisterDeadline.Kind
    package let day: CalendarDay
    package let occasion: Occasion
    package let sentAt: Timestamp

    /// How near the day is.
    package enum Occasion: String, Hashable, Sendable, CaseIterable {
        case month
        case week
        case today
        case overdue

        /// Nil while there is time.
        package init?(daysLeft: Int) {
            switch daysLeft {
            case ..<0: self = .overdue
            case 0: self = .today
            case 1...7: self = .week
            case 8...30: self = .month
            default: return nil
            }
        }
    }

    package init(
        entry: RegisterEntryID,
        kind: RegisterDeadline.Kind,
        day: CalendarDay,
        occasion: Occasion,
        sentAt: Timestamp
    ) {
        self.entry = entry
        self.kind = kind
        self.day = day
        self.occasion = occasion
        self.sentAt = sentAt
    }
}

/// Looks through all registers for days that come near, and tells the owners.
struct RegisterReminders: Sendable {
    let needs: ServiceNeeds

    private struct Letter {
        let reminder: RegisterReminder
        let declaration: RegisterDeclaration
        let message: MailMessage

        var id: String {
            "remind-\(reminder.entry)-\(reminder.kind.rawValue)-\(reminder.day)-\(reminder.occasion.rawValue)"
        }
    }

    /// Mails what has not been mailed; one mail that does not go keeps no other.
    func send() async throws {
        var failure: (any Error)?
        for letter in try await letters() {
            do {
                try await note(letter, refusal: try await needs.handOver(letter.message, id: letter.id))
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }

    private func letters() async throws -> [Letter] {
        let time = needs.now()
        let day = CalendarDay(at: time)
        let needs = needs
        return try await needs.store.read { transaction in
            // Where the owner does not work here just now, or any more, it is for an administrator to find another.
            let administrator = try transaction.administrators().first
            return try needs.registers.flatMap { declaration in
                try transaction.registerEntries(in: declaration.id).flatMap { entry -> [Letter] in
                    try declaration.deadlines(of: entry).compactMap { deadline in
                        guard let occasion = RegisterReminder.Occasion(daysLeft: day.days(until: deadline.day)),
                            let content = entry.content,
                            let owner = try transaction.account(content.owner),
                            let reader = owner.state == .active ? owner : administrator
                        else { return nil }
                        let reminder = RegisterReminder(
                            entry: entry.id,
                            kind: deadline.kind,
                            day: deadline.day,
                            occasion: occasion,
                            sentAt: time
                        )
                        guard try !transaction.isSent(reminder) else { return nil }
                        let mail = RegisterMail(settings: needs.settings, declaration: declaration)
                        return Letter(
                            reminder: reminder,
                            declaration: declaration,
                            message: mail.reminder(of: deadline, entry, to: reader, on: day)
                        )
                    }
                }
            }
        }
    }

    private func note(_ letter: Letter, refusal: String?) async throws {
        let reminder = letter.reminder
        var facts = [
            "entry": reminder.entry.text, "day": reminder.day.text, "kind": reminder.kind.rawValue,
            "occasion": reminder.occasion.rawValue,
        ]
        facts["reason"] = refusal
        let audit = AuditNote(refusal == nil ? .registerReminderSent : .mailRefused, by: AuditNote.service, facts)
        try await needs.store.write { transaction in
            guard try !transaction.isSent(reminder) else { return }
            try transaction.insert(reminder)
            try transaction.append(audit, to: letter.declaration.chain, at: reminder.sentAt)
        }
    }
}

/// The mail to an owner, in both languages, since accounts have none.
struct RegisterMail: Sendable {
    let settings: ServiceSettings
    let declaration: RegisterDeclaration

    func reminder(
        of deadline: RegisterDeadline,
        _ entry: RegisterEntry,
        to owner: Account,
        on day: CalendarDay
    ) -> MailMessage {
        let words = deadline.words(daysLeft: day.days(until: deadline.day))
        let name = declaration.fields.first.flatMap { entry.content?.text($0.name) } ?? ""
        let called = name.isEmpty ? "\(entry.number)" : "\(entry.number)「\(name)」"
        let link = "\(settings.publicURL)/registers/\(declaration.id)/\(entry.number)"
        return MailMessage(
            to: owner.address,
            owner.name,
            MailContent(
                mark: settings.environment.mark,
                language: .ja,
                subject: "台帳の期限: \(declaration.title.ja) \(entry.number)",
                blocks: [
                    .words("\(owner.name) 様"),
                    .words(
                        """
                        台帳「\(declaration.title.ja)」の \(called) について、お知らせします。
                        \(words.ja)
                        内容を確かめて、変更または見直しを台帳に書いてください。
                        """
                    ),
                    .words(
                        """
                        Register “\(declaration.title.en)”, entry \(called).
                        \(words.en)
                        Look at it and write the change, or the review, into the register.
                        """,
                        in: .en
                    ),
                    .link(link, label: "台帳をひらく Open the register"),
                ]
            )
        )
    }
}
