import HTTPTypes
import Hummingbird
import SigningService

/// The registers that administrators keep: all of them, and the entries of one.
extension Pages {
    private struct View {
        let rows: [Row]
    }

    private struct Row {
        let id: String
        let title: String
        let purpose: String
        let clauses: String
        let mark: Mark
        let word: String
        let approved: Int
        let overdue: Int
        let waiting: Int
        let next: String
    }

    private struct ListView {
        let id: String
        let title: String
        let purpose: String
        let count: String
        let overdue: String?
        let imported: String?
        let search: String
        let filters: [FilterOption]
        let heads: [String]
        let isEmpty: Bool
        let isFiltered: Bool
        let rows: [EntryRow]
    }

    private struct FilterOption {
        let value: String
        let name: String
        let isChosen: Bool
    }

    private struct EntryRow {
        let number: Int
        let name: String
        let cells: [String]
        let due: String
        let owner: String
        let mark: Mark
        let word: String
    }

    func addRegisterPages(to router: Router<APIContext>) {
        router.get("/registers") { request, context in
            await page(request, context) { visit in
                let (sender, language) = (try await operations(visit), visit.language())
                let rows = try await registers.overview(for: sender).map { row($0, $1, language) }
                let frame = registerFrame(words.text("registers.title", in: language), visit, language, sender)
                return html("registers", frame, View(rows: rows), in: language)
            }
        }
        router.get("/registers/{register}") { request, context in
            await page(request, context) { visit in
                let (sender, language) = (try await operations(visit), visit.language())
                let listing = try await registers.listing(of: try context.register(), for: sender)
                let title = listing.declaration.title.text(in: language)
                let frame = registerFrame(title, visit, language, sender)
                return html("register", frame, view(of: listing, request, language), in: language)
            }
        }
        addRegisterTables(to: router)
        addRegisterForms(to: router)
        addRegisterEntryPages(to: router)
        addRegisterFiles(to: router)
    }

    /// Somebody who may look at how the service is run.
    func operations(_ visit: Visit) async throws -> SenderActor {
        let sender = try await sender(visit)
        guard sender.account.may(.readOperations) else { throw ServiceError.notAllowed }
        return sender
    }

    func registerFrame(
        _ title: String,
        _ visit: Visit,
        _ language: Language,
        _ sender: SenderActor,
        path: String? = nil
    ) -> Frame {
        var frame = frame(title, visit, language, sender, path: path)
        frame.isRegisters = true
        return frame
    }

    private func row(_ declaration: RegisterDeclaration, _ standing: RegisterStanding, _ language: Language) -> Row {
        Row(
            id: declaration.id.text,
            title: declaration.title.text(in: language),
            purpose: declaration.purpose.text(in: language),
            clauses: declaration.clauses.joined(separator: ", "),
            mark: standing.verdict.mark,
            word: words.text("registers.verdict.\(standing.verdict.rawValue)", in: language),
            approved: standing.approved,
            overdue: standing.overdue,
            waiting: standing.waiting,
            next: standing.nextDay?.text ?? "—"
        )
    }

    private func view(of listing: RegisterListing, _ request: Request, _ language: Language) -> ListView {
        let query = request.uri.queryParameters
        let search = String((query.get("q") ?? "").prefix(200))
        let filter = query.get("state").flatMap { RegisterListing.Filter(rawValue: $0) } ?? .open
        let declaration = listing.declaration
        let columns = declaration.columns
        let entries = listing.entries(filter, searching: search)
        let overdue = listing.entries(.overdue, searching: "").count
        let imported = query.get("imported").flatMap { Int($0) }
        return ListView(
            id: declaration.id.text,
            title: declaration.title.text(in: language),
            purpose: declaration.purpose.text(in: language),
            count: words.text("registers.count", in: language, ["count": "\(entries.count)"]),
            overdue: overdue == 0
                ? nil : words.text("registers.overdueCount", in: language, ["count": "\(overdue)"]),
            imported: imported.map { words.text("registers.imported", in: language, ["count": "\($0)"]) },
            search: search,
            filters: RegisterListing.Filter.allCases.map {
                FilterOption(
                    value: $0.rawValue,
                    name: words.text("registers.filter.\($0.rawValue)", in: language),
                    isChosen: $0 == filter
                )
            },
            heads: columns.map { $0.label.text(in: language) },
            isEmpty: entries.isEmpty,
            isFiltered: filter != .open || !search.isEmpty,
            rows: entries.map { row($0, columns, listing, language) }
        )
    }

    private func row(
        _ entry: RegisterEntry,
        _ columns: [RegisterField],
        _ listing: RegisterListing,
        _ language: Language
    ) -> EntryRow {
        let cells = columns.map { listing.context.text(of: entry.content?.values[$0.name], in: $0, language) }
        let standing = listing.standing(of: entry)
        return EntryRow(
            number: entry.number,
            name: cells.first.flatMap { $0.isEmpty ? nil : $0 } ?? "—",
            cells: cells.dropFirst().map { $0.isEmpty ? "—" : $0 },
            due: listing.declaration.deadlines(of: entry).map(\.day).min()?.text ?? "—",
            owner: entry.content.flatMap { listing.context.person($0.owner)?.name } ?? "—",
            mark: standing.mark,
            word: word(of: standing, language)
        )
    }

    /// The word beside the mark of an entry.
    func word(of standing: RegisterEntryStanding, _ language: Language) -> String {
        words.text("registers.standing.\(standing.key)", in: language)
    }
}

extension RegisterDeclaration {
    /// What lists show of an entry: its name and at most three fields more, none of them long.
    fileprivate var columns: [RegisterField] {
        let short = fields.dropFirst().filter { field in
            switch field.kind {
            case .longText, .attachment: false
            default: field.name != due
            }
        }
        return Array(fields.prefix(1)) + Array(short.prefix(3))
    }
}

extension RegisterStanding.Verdict {
    var mark: Mark {
        switch self {
        case .missing: .none
        case .current: .done
        case .attention: .warn
        case .overdue: .over
        }
    }
}

extension RegisterEntryStanding {
    var mark: Mark {
        switch self {
        case .draft: .draft
        case .returned: .fail
        case .proposed, .changeProposed: .wait
        case .current: .done
        case .attention: .warn
        case .overdue: .over
        case .retired: .void
        }
    }

    /// Under which its word is kept.
    var key: String {
        switch self {
        case .draft: "draft"
        case .returned: "returned"
        case .proposed: "proposed"
        case .changeProposed: "changeProposed"
        case .current: "current"
        case .attention: "attention"
        case .overdue: "overdue"
        case .retired: "retired"
        }
    }
}

extension APIContext {
    /// Which register an address names.
    func register() throws -> RegisterID {
        guard let id = parameters.get("register").flatMap({ RegisterID($0) }) else {
            throw ServiceError.registerUnknown
        }
        return id
    }

    /// Which entry an address names.
    func entryNumber() throws -> Int {
        guard let number = parameters.get("number").flatMap({ Int($0) }) else { throw ServiceError.entryUnknown }
        return number
    }

    func entryVersion() throws -> Int {
        guard let version = parameters.get("version").flatMap({ Int($0) }) else { throw ServiceError.entryUnknown }
        return version
    }
}
