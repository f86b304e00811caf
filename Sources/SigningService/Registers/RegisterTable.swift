import Foundation
import SignerProtocol

/// A register as a table: what export writes and import reads.
struct RegisterTable {
    let declaration: RegisterDeclaration
    let context: RegisterContext

    /// The most rows of an import.
    static let rowLimit = 1_000

    /// What a column holds.
    enum Column: Hashable {
        case number
        case field(String)
        case owner
        /// Written for readers; not read back.
        case state, due, maker, approver, approvedAt

        static let readOnly: [Column] = [.state, .due, .maker, .approver, .approvedAt]
    }

    private static let heads: [(column: Column, words: RegisterWords)] = [
        (.number, RegisterWords("番号", "Number")), (.owner, RegisterWords("担当者", "Owner")),
        (.state, RegisterWords("状態", "State")), (.due, RegisterWords("次の日付", "Next date")),
        (.maker, RegisterWords("作った人", "Made by")), (.approver, RegisterWords("承認した人", "Approved by")),
        (.approvedAt, RegisterWords("承認の時刻", "Approved at")),
    ]

    /// Words that a label of a field may not be.
    static var reservedHeads: Set<String> { Set(heads.flatMap { [$0.words.ja, $0.words.en] }) }

    private var columns: [Column] {
        [.number] + declaration.fields.map { .field($0.name) } + [.owner] + Column.readOnly
    }

    private func head(of column: Column, _ language: Language) -> String {
        if case .field(let name) = column {
            return declaration.field(name)?.label.text(in: language) ?? name
        }
        return Self.heads.first { $0.column == column }?.words.text(in: language) ?? ""
    }

    // MARK: Export

    /// All entries by number, what stands before what is proposed.
    func export(_ entries: [RegisterEntry], in language: Language) -> [UInt8] {
        CSVText.bytes(
            of: [columns.map { FormulaGuard.defused(head(of: $0, language)) }]
                + entries.map { entry in columns.map { cell(of: $0, entry, language) } }
        )
    }

    private func cell(of column: Column, _ entry: RegisterEntry, _ language: Language) -> String {
        switch column {
        case .number: return "\(entry.number)"
        case .field(let name):
            guard let field = declaration.field(name), let value = entry.content?.values[name] else { return "" }
            return cell(of: value, field, language)
        case .owner: return entry.content.flatMap { context.person($0.owner) }?.address.text ?? ""
        case .state: return entry.state.name.words.text(in: language)
        case .due: return declaration.deadlines(of: entry).map(\.day).min()?.text ?? ""
        case .maker:
            let makers = entry.approval?.makers ?? entry.proposal?.makers ?? []
            return FormulaGuard.defused(makers.compactMap { context.person($0)?.name }.joined(separator: ", "))
        case .approver:
            return FormulaGuard.defused(entry.approval?.approver.flatMap { context.person($0)?.name } ?? "")
        case .approvedAt: return entry.approval?.at.rfc3339 ?? ""
        }
    }

    /// People by address and entries by number: what finds them again.
    private func cell(of value: RegisterValue, _ field: RegisterField, _ language: Language) -> String {
        switch (value, field.kind) {
        case (.person(let id), _): context.person(id)?.address.text ?? ""
        case (.entry(let id), .entry(let register)): context.entry(id, of: register).map { "\($0.number)" } ?? ""
        case (.number(let number), _): "\(number)"
        default: FormulaGuard.defused(context.text(of: value, in: field, language))
        }
    }

    // MARK: Import

    /// One row of an import: for a new entry, or for the one of this number.
    struct Line {
        let line: Int
        let entry: RegisterEntry?
        let content: RegisterContent
    }

    /// Every row as content; a column that is not there leaves its field as it is.
    ///
    /// - Throws: `ServiceError.importRefused` with all that is wrong, at most fifty of it.
    func lines(of bytes: [UInt8], owner: AccountID) throws(ServiceError) -> [Line] {
        var rows: [CSVText.Row]
        do throws(RegisterLineRefusal) {
            rows = try CSVText.rows(of: bytes)
        } catch {
            throw .importRefused([error])
        }
        guard rows.count >= 2, let head = rows.first else {
            throw .importRefused([RegisterLineRefusal(line: 1, column: nil, .empty)])
        }
        rows.removeFirst()
        guard rows.count <= Self.rowLimit else {
            throw .importRefused([RegisterLineRefusal(line: 1, column: nil, .tooManyRows(limit: Self.rowLimit))])
        }
        let columns = try columns(of: head)
        var refusals: [RegisterLineRefusal] = []
        var lines: [Line] = []
        var seen: Set<Int> = []
        for row in rows where refusals.count < 50 {
            guard row.cells.count == columns.count else {
                refusals.append(RegisterLineRefusal(line: row.line, column: nil, .cellCount(expected: columns.count)))
                continue
            }
            let cells = zip(columns, zip(head.cells, row.cells)).map { (column: $0, head: $1.0, cell: $1.1) }
            do throws(RegisterLineRefusals) {
                let line = try line(at: row.line, cells, owner: owner)
                if let number = line.entry?.number, !seen.insert(number).inserted {
                    refusals.append(RegisterLineRefusal(line: row.line, column: "\(number)", .numberTwice))
                }
                lines.append(line)
            } catch {
                refusals += error.list
            }
        }
        guard refusals.isEmpty else { throw .importRefused(Array(refusals.prefix(50))) }
        return lines
    }

    private func columns(of head: CSVText.Row) throws(ServiceError) -> [Column] {
        var refusals: [RegisterLineRefusal] = []
        var found: [Column] = []
        for cell in head.cells {
            let wanted = folded(FormulaGuard.restored(cell))
            let column = columns.first { column in
                Language.allCases.contains { folded(self.head(of: column, $0)) == wanted }
                    || column == .field(wanted)
            }
            guard let column else {
                refusals.append(RegisterLineRefusal(line: head.line, column: cell, .columnUnknown))
                continue
            }
            if found.contains(column) {
                refusals.append(RegisterLineRefusal(line: head.line, column: cell, .columnTwice))
            }
            found.append(column)
        }
        guard refusals.isEmpty else { throw .importRefused(refusals) }
        return found
    }

    private struct RegisterLineRefusals: Error {
        let list: [RegisterLineRefusal]
    }

    private func line(
        at line: Int,
        _ cells: [(column: Column, head: String, cell: String)],
        owner: AccountID
    ) throws(RegisterLineRefusals) -> Line {
        var entry: RegisterEntry?
        if let number = cells.first(where: { $0.column == .number }), !number.cell.isEmpty {
            entry = Int(number.cell).flatMap { wanted in
                context.entries[declaration.id]?.first { $0.number == wanted }
            }
            guard entry != nil else {
                throw RegisterLineRefusals(
                    list: [RegisterLineRefusal(line: line, column: number.head, .numberUnknown)]
                )
            }
        }
        let before = entry?.proposal?.content ?? entry?.content
        var content = before ?? RegisterContent(values: [:], owner: owner)
        var refusals: [RegisterLineRefusal] = []
        for (column, head, cell) in cells {
            do throws(RegisterRefusal.Reason) {
                switch column {
                case .owner where !cell.isEmpty: content.owner = try person(cell)
                case .field(let name):
                    guard let field = declaration.field(name), field.kind != .attachment else { continue }
                    content.values[name] = try field.value(of: try typed(cell, in: field), in: context)
                default: break
                }
            } catch {
                refusals.append(RegisterLineRefusal(line: line, column: head, .value(error)))
            }
        }
        guard refusals.isEmpty else { throw RegisterLineRefusals(list: refusals) }
        return Line(line: line, entry: entry, content: content)
    }

    /// A cell as a form would hold it.
    private func typed(_ cell: String, in field: RegisterField) throws(RegisterRefusal.Reason) -> String {
        let text = FormulaGuard.restored(cell)
        guard !text.isEmpty else { return "" }
        switch field.kind {
        case .text, .longText, .attachment, .number: return text
        case .day: return Self.day(text)
        case .choice(let choices):
            let wanted = folded(text)
            let choice = choices.first { choice in
                choice.id == text || [choice.words.ja, choice.words.en].contains { folded($0) == wanted }
            }
            guard let choice else { throw .notAChoice }
            return choice.id
        case .yesNo:
            let wanted = folded(text)
            if [RegisterWords.yes.ja, "yes"].contains(wanted) { return "yes" }
            if [RegisterWords.no.ja, "no"].contains(wanted) { return "no" }
            throw .notYesOrNo
        case .person: return try person(text).text
        case .entry(let register):
            guard let number = Int(text), let entry = context.entries[register]?.first(where: { $0.number == number })
            else { throw .entryUnknown }
            return entry.id.text
        }
    }

    /// Table programs write `2026/1/5` where `2026-01-05` was.
    private static func day(_ text: String) -> String {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]) else {
            return text
        }
        return CalendarDay(year: year, month: month, day: day)?.text ?? text
    }

    private func person(_ address: String) throws(RegisterRefusal.Reason) -> AccountID {
        let found = context.people.filter { $0.address.text.lowercased() == address.lowercased() }
        guard found.count == 1, let person = found.first else { throw .personUnknown }
        return person.id
    }
}

extension RegisterEntry.State.Name {
    package var words: RegisterWords {
        switch self {
        case .draft: RegisterWords("下書き", "Draft")
        case .proposed: RegisterWords("承認待ち", "Waiting for approval")
        case .approved: RegisterWords("承認済み", "Approved")
        case .retired: RegisterWords("終わり", "Retired")
        }
    }
}
