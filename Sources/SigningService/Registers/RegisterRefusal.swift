/// Why what was typed into one field is not taken.
package struct RegisterRefusal: Hashable, Sendable {
    /// Name of the field, or `RegisterTyped.owner`.
    package let field: String
    package let reason: Reason

    package init(_ field: String, _ reason: Reason) {
        self.field = field
        self.reason = reason
    }

    package enum Reason: Hashable, Sendable {
        case missing
        /// Control characters, or marks that change the direction of what follows.
        case textRefused
        case textTooLong(limit: Int)
        case notADay
        case notANumber(ClosedRange<Int>)
        case notAChoice
        case notYesOrNo
        case personUnknown
        case entryUnknown
        /// The entry of this number has the same.
        case taken(number: Int)
        /// A rule of the register says no, in its own words.
        case rule(RegisterWords)
        /// Files are attached on the page of an entry.
        case attachmentTyped

        package var code: String {
            switch self {
            case .missing: "missing"
            case .textRefused: "textRefused"
            case .textTooLong: "textTooLong"
            case .notADay: "notADay"
            case .notANumber: "notANumber"
            case .notAChoice: "notAChoice"
            case .notYesOrNo: "notYesOrNo"
            case .personUnknown: "personUnknown"
            case .entryUnknown: "entryUnknown"
            case .taken: "taken"
            case .rule: "rule"
            case .attachmentTyped: "attachmentTyped"
            }
        }
    }
}

/// Why a line of an import is not taken; then none of them is.
package struct RegisterLineRefusal: Hashable, Sendable {
    /// From 1, as a text editor counts.
    package let line: Int
    /// The head of the column, as it was written.
    package let column: String?
    package let reason: Reason

    package init(line: Int, column: String?, _ reason: Reason) {
        self.line = line
        self.column = column
        self.reason = reason
    }

    package enum Reason: Hashable, Sendable {
        case notUTF8
        case quoteOpen
        /// A quote where none may stand.
        case quoteMisplaced
        case empty
        case tooManyRows(limit: Int)
        case columnUnknown
        case columnTwice
        case cellCount(expected: Int)
        case numberUnknown
        case numberTwice
        /// The entry's state does not allow a change.
        case notPossible
        case value(RegisterRefusal.Reason)

        package var code: String {
            switch self {
            case .notUTF8: "notUTF8"
            case .quoteOpen: "quoteOpen"
            case .quoteMisplaced: "quoteMisplaced"
            case .empty: "empty"
            case .tooManyRows: "tooManyRows"
            case .columnUnknown: "columnUnknown"
            case .columnTwice: "columnTwice"
            case .cellCount: "cellCount"
            case .numberUnknown: "numberUnknown"
            case .numberTwice: "numberTwice"
            case .notPossible: "notPossible"
            case .value(let reason): reason.code
            }
        }
    }
}
