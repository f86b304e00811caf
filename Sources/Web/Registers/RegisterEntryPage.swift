import Hummingbird
import SignerProtocol
import SigningService

/// One entry: what it says, what is proposed beside it, its files and everything that happened.
extension Pages {
    private struct View {
        let register: String
        let registerTitle: String
        let number: Int
        let version: Int
        let name: String
        let mark: Mark
        let word: String
        /// Shown as it was once; nothing can be done with it.
        let isOld: Bool
        let oldNote: String
        let canEdit: Bool
        let canRetire: Bool
        let findings: [FindingLine]
        let hasBoth: Bool
        let rows: [ValueRow]
        let made: String?
        let approved: String?
        let retirement: Bool
        let isWaiting: Bool
        let isMaker: Bool
        let canApprove: Bool
        /// What the passkey approves; nil where it takes none.
        let statement: Statement?
        /// What a passkey has approved.
        let proof: String?
        let isDraft: Bool
        let returned: String?
        let proposeWord: String
        let uploads: [Upload]
        let history: [HistoryLine]
        let problem: ProblemNote?
    }

    private struct FindingLine {
        let style: String
        let icon: String
        let text: String
    }

    private struct ValueRow {
        let label: String
        let stands: Cell
        let meant: Cell
        let isChanged: Bool
    }

    private struct Cell {
        let text: String
        /// Where its file is.
        let link: String?
    }

    private struct Statement {
        let path: String
        let digest: String
    }

    private struct Upload {
        let action: String
        let id: String
        let label: String
    }

    private struct HistoryLine {
        let style: String
        let icon: String
        let time: String
        let utc: String
        let what: String
        let who: String
        let link: String
        let linkName: String
    }

    func addRegisterEntryPages(to router: Router<APIContext>) {
        router.get("/registers/{register}/{number}") { request, context in
            await page(request, context) { visit in
                let sender = try await operations(visit)
                let file = try await registers.entry(
                    try context.entryNumber(),
                    in: try context.register(),
                    for: sender
                )
                return show(file, visit, sender)
            }
        }
        router.get("/registers/{register}/{number}/versions/{version}") { request, context in
            await page(request, context) { visit in
                let sender = try await operations(visit)
                let file = try await registers.entry(
                    try context.entryNumber(),
                    in: try context.register(),
                    for: sender
                )
                let version = try context.entryVersion()
                guard let old = file.history.first(where: { $0.entry.version == version }) else {
                    throw ServiceError.entryUnknown
                }
                return show(file, as: old, visit, sender)
            }
        }
        addRegisterActs(to: router)
    }

    private func addRegisterActs(to router: Router<APIContext>) {
        addAct("propose", to: router) { try await registers.propose($0, in: $1, seen: $2.version, by: $3) }
        addAct("approve", to: router) { try await registers.approve($0, in: $1, seen: $2.version, by: $3) }
        addRegisterApprovals(to: router)
        addAct("return", to: router) {
            try await registers.giveBack($0, in: $1, seen: $2.version, because: $2["reason"], by: $3)
        }
        addAct("retire", to: router) { try await registers.retire($0, in: $1, seen: $2.version, by: $3) }
        addAct("drop", to: router) { try await registers.drop($0, in: $1, seen: $2.version, by: $3) }
    }

    private func addAct(
        _ name: String,
        to router: Router<APIContext>,
        _ act: @escaping @Sendable (Int, RegisterID, Form, SenderActor) async throws -> RegisterEntry
    ) {
        router.post("/registers/{register}/{number}/\(name)") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                let sender = try await operations(visit)
                let (register, number) = (try context.register(), try context.entryNumber())
                do {
                    let entry = try await act(number, register, try await Form(request), sender)
                    return redirect(to: "/registers/\(register)/\(entry.number)")
                } catch let refusal as ServiceError where refusal.isShownOnEntry {
                    let file = try await registers.entry(number, in: register, for: sender)
                    return show(file, visit, sender, refusal)
                }
            }
        }
    }

    /// The entry as it is, or `old`, as it was once; with `refusal`, why something was not done.
    private func show(
        _ file: RegisterEntryFile,
        as old: RegisterVersion? = nil,
        _ visit: Visit,
        _ sender: SenderActor,
        _ refusal: ServiceError? = nil
    ) -> Response {
        let language = visit.language()
        let folder = "/registers/\(file.declaration.id)/\(file.entry.number)"
        let problem = refusal.map { note($0, visit, file.declaration, language) }
        let view = view(of: file, as: old, folder, sender, language, problem)
        let title = "\(view.number) \(view.name)"
        var frame = registerFrame(title, visit, language, sender, path: visit.isForm ? folder : nil)
        if view.canApprove, view.statement != nil { frame.script = "approve-entry.js" }
        return html("register-entry", frame, view, in: language, status: problem?.status ?? .ok)
    }

    /// A refusal with what is wrong in which field.
    private func note(
        _ refusal: ServiceError,
        _ visit: Visit,
        _ declaration: RegisterDeclaration,
        _ language: Language
    ) -> ProblemNote {
        let note = note(refusal, visit, language)
        guard case .entryRefused(let refusals) = refusal else { return note }
        let details = refusals.map { refusal in
            let label = declaration.field(refusal.field)?.label.text(in: language)
            return "\(label ?? words.text("registers.owner", in: language)): \(sentence(refusal.reason, language))"
        }
        return ProblemNote(
            status: note.status,
            sentence: ([note.sentence] + details).joined(separator: " "),
            reference: note.reference
        )
    }

    private func view(
        of file: RegisterEntryFile,
        as old: RegisterVersion?,
        _ folder: String,
        _ sender: SenderActor,
        _ language: Language,
        _ problem: ProblemNote?
    ) -> View {
        let entry = old?.entry ?? file.entry
        let declaration = file.declaration
        let proposal = entry.proposal
        let isMaker = proposal?.makers.contains(sender.account.id) ?? false
        let isWaiting = proposal?.isWaiting ?? false
        let isDraft = proposal.map { !$0.isWaiting } ?? false
        let name = declaration.name(of: entry, in: file.context, language)
        return View(
            register: declaration.id.text,
            registerTitle: declaration.title.text(in: language),
            number: entry.number,
            version: entry.version,
            name: name.isEmpty ? "—" : name,
            mark: old == nil ? file.standing.mark : .none,
            word: old == nil ? word(of: file.standing, language) : entry.state.name.words.text(in: language),
            isOld: old != nil,
            oldNote: words.text("registers.oldNote", in: language, ["version": "\(entry.version)"]),
            canEdit: old == nil && entry.state.name != .retired,
            canRetire: old == nil && entry.state.name == .approved && proposal == nil,
            findings: old == nil ? file.findings.map { line($0, language) } : [],
            hasBoth: entry.approval != nil && proposal?.kind == .values,
            rows: rows(of: entry, file, folder, language),
            made: (proposal?.makers ?? entry.approval?.makers).map { names($0, file) },
            approved: entry.approval.flatMap { approval in
                approval.approver.map { names([$0], file) + "　" + JapaneseTime(approval.at).register }
            },
            retirement: proposal?.kind == .retirement,
            isWaiting: old == nil && isWaiting,
            isMaker: isMaker,
            canApprove: old == nil && isWaiting && !isMaker,
            statement: file.statement.map { statement in
                Statement(
                    path: "\(folder)/approval/\(entry.version)",
                    digest: RegisterStatement.challenge(of: statement).hexadecimal
                )
            },
            proof: (entry.retirementProof ?? entry.approval?.proof).map {
                RegisterStatement.challenge(of: $0.statement.bytes).hexadecimal
            },
            isDraft: old == nil && isDraft,
            returned: returned(proposal, file, language),
            proposeWord: declaration.changes == .needSecondPerson
                ? words.text("registers.propose", in: language) : words.text("registers.save", in: language),
            uploads: old == nil && entry.state.name != .retired
                ? declaration.fields.filter { $0.kind == .attachment }.map { field in
                    Upload(
                        action: "\(folder)/files/\(field.name)/\(entry.version)",
                        id: "file-\(field.name)",
                        label: field.label.text(in: language)
                    )
                } : [],
            history: file.history.reversed().map { line($0, file, folder, language) },
            problem: problem
        )
    }

    private func rows(
        of entry: RegisterEntry,
        _ file: RegisterEntryFile,
        _ folder: String,
        _ language: Language
    ) -> [ValueRow] {
        let stands = entry.approval?.content
        let meant = entry.proposal?.kind == .values ? entry.proposal?.content : nil
        let first = stands ?? meant ?? entry.proposal?.content
        let owner = ValueRow(
            label: words.text("registers.owner", in: language),
            stands: Cell(text: first.map { names([$0.owner], file) } ?? "—", link: nil),
            meant: Cell(text: meant.map { names([$0.owner], file) } ?? "—", link: nil),
            isChanged: stands != nil && meant != nil && stands?.owner != meant?.owner
        )
        return file.declaration.fields.map { field in
            let (one, other) = (first?.values[field.name], meant?.values[field.name])
            return ValueRow(
                label: field.label.text(in: language),
                stands: cell(one, field, entry, file, isStanding: stands != nil && meant != nil, folder, language),
                meant: cell(other, field, entry, file, isStanding: false, folder, language),
                isChanged: stands != nil && meant != nil && one != other
            )
        } + [owner]
    }

    private func cell(
        _ value: RegisterValue?,
        _ field: RegisterField,
        _ entry: RegisterEntry,
        _ file: RegisterEntryFile,
        isStanding: Bool,
        _ folder: String,
        _ language: Language
    ) -> Cell {
        let text = file.context.text(of: value, in: field, language)
        guard case .attachment? = value else { return Cell(text: text.isEmpty ? "—" : text, link: nil) }
        // What stands beside a change is read from the version in which it was approved.
        let version =
            isStanding
            ? file.history.last { $0.entry.approval == entry.approval && $0.entry.proposal == nil }?.entry.version
            : entry.version
        return Cell(text: text, link: version.map { "\(folder)/files/\(field.name)/\($0)" })
    }

    private func names(_ people: [AccountID], _ file: RegisterEntryFile) -> String {
        people.map { file.context.person($0)?.name ?? $0.text }.joined(separator: "、")
    }

    private func returned(
        _ proposal: RegisterProposal?,
        _ file: RegisterEntryFile,
        _ language: Language
    ) -> String? {
        guard case .returned(let person, let reason, _)? = proposal?.stage else { return nil }
        return words.text(
            "registers.returnedBy",
            in: language,
            ["name": names([person], file), "reason": reason]
        )
    }

    private func line(_ finding: RegisterFinding, _ language: Language) -> FindingLine {
        let isBad = finding.severity >= .overdue
        return FindingLine(
            style: isBad ? "note-bad" : "note-warn",
            icon: isBad ? "m-over" : "m-warn",
            text: finding.words.text(in: language)
        )
    }

    private func line(
        _ version: RegisterVersion,
        _ file: RegisterEntryFile,
        _ folder: String,
        _ language: Language
    ) -> HistoryLine {
        let action = AuditAction(rawValue: version.action)
        let isWeighty = action == .registerEntryApproved || action == .registerEntryRetired
        let isBad = action == .registerEntryReturned
        let number = version.entry.version
        return HistoryLine(
            style: isWeighty ? "ok" : isBad ? "bad" : "faint",
            icon: isWeighty ? "m-done" : isBad ? "m-fail" : "m-dot",
            time: JapaneseTime(version.at).register,
            utc: JapaneseTime.universal(version.at),
            what: (language == .ja ? action?.words.ja : action?.words.en) ?? version.action,
            who: file.person(version.actor),
            link: "\(folder)/versions/\(number)",
            linkName: words.text("registers.version", in: language, ["version": "\(number)"])
        )
    }
}

extension ServiceError {
    /// Whether the entry itself is the place to say it.
    fileprivate var isShownOnEntry: Bool {
        switch self {
        case .approvedByMaker, .passkeyNeeded, .entryRefused, .entryNotPossible, .conflict, .textRefused,
            .attachmentRefused,
            .documentTooLarge:
            true
        default: false
        }
    }
}

extension Visit {
    var isForm: Bool { request.method == .post }
}
