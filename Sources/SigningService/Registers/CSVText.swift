/// Tables as text: comma-separated values in UTF-8.
///
/// - SeeAlso: RFC 4180
enum CSVText {
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Lines that end with CRLF, behind the mark by which Excel knows UTF-8.
    static func bytes(of rows: [[String]]) -> [UInt8] {
        mark + rows.flatMap { Array(($0.map(quoted).joined(separator: ",") + "\r\n").utf8) }
    }

    private static func quoted(_ cell: String) -> String {
        cell.contains { $0 == "\"" || $0 == "," || $0.isNewline }
            ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
    }

    /// One row, and the line on which it begins, from 1.
    struct Row: Hashable {
        let line: Int
        let cells: [String]
    }

    /// The rows that are not blank; lines may end with CRLF or LF, as text editors write them.
    ///
    /// - Throws: a refusal with its line: not UTF-8, or a quote where none may stand.
    static func rows(of bytes: [UInt8]) throws(RegisterLineRefusal) -> [Row] {
        let content = bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]
        guard String(validating: content, as: UTF8.self) != nil else {
            throw RegisterLineRefusal(line: 1, column: nil, .notUTF8)
        }
        var reader = Reader(content)
        return try reader.rows()
    }

    private struct Reader {
        private let bytes: ArraySlice<UInt8>
        private var place: Int
        private var line = 1

        init(_ bytes: ArraySlice<UInt8>) {
            self.bytes = bytes
            place = bytes.startIndex
        }

        mutating func rows() throws(RegisterLineRefusal) -> [Row] {
            var rows: [Row] = []
            while place < bytes.endIndex {
                let start = line
                let cells = try row()
                if cells != [""] { rows.append(Row(line: start, cells: cells)) }
            }
            return rows
        }

        private mutating func row() throws(RegisterLineRefusal) -> [String] {
            var cells: [String] = []
            while true {
                cells.append(try cell())
                guard place < bytes.endIndex else { return cells }
                switch bytes[place] {
                case UInt8(ascii: ","):
                    place += 1
                case UInt8(ascii: "\r") where place + 1 < bytes.endIndex && bytes[place + 1] == UInt8(ascii: "\n"):
                    place += 2
                    line += 1
                    return cells
                case UInt8(ascii: "\n"):
                    place += 1
                    line += 1
                    return cells
                default:
                    throw RegisterLineRefusal(line: line, column: nil, .quoteMisplaced)
                }
            }
        }

        private mutating func cell() throws(RegisterLineRefusal) -> String {
            if place < bytes.endIndex, bytes[place] == UInt8(ascii: "\"") { return try quotedCell() }
            let start = place
            while place < bytes.endIndex, !isEndOfCell(at: place) {
                guard bytes[place] != UInt8(ascii: "\"") else {
                    throw RegisterLineRefusal(line: line, column: nil, .quoteMisplaced)
                }
                place += 1
            }
            return String(decoding: bytes[start..<place], as: UTF8.self)
        }

        private mutating func quotedCell() throws(RegisterLineRefusal) -> String {
            let start = line
            var cell: [UInt8] = []
            place += 1
            while place < bytes.endIndex {
                let byte = bytes[place]
                place += 1
                if byte == UInt8(ascii: "\"") {
                    guard place < bytes.endIndex, bytes[place] == byte else {
                        return String(decoding: cell, as: UTF8.self)
                    }
                    place += 1
                }
                if byte == UInt8(ascii: "\n") { line += 1 }
                cell.append(byte)
            }
            throw RegisterLineRefusal(line: start, column: nil, .quoteOpen)
        }

        private func isEndOfCell(at place: Int) -> Bool {
            switch bytes[place] {
            case UInt8(ascii: ","), UInt8(ascii: "\n"): true
            case UInt8(ascii: "\r"): place + 1 < bytes.endIndex && bytes[place + 1] == UInt8(ascii: "\n")
            default: false
            }
        }
    }
}

extension RegisterLineRefusal: Error {}

/// Texts that a table program would take for a formula carry an apostrophe there, and lose it on the way back.
///
/// - SeeAlso: OWASP, CSV Injection
enum FormulaGuard {
    /// Also full-width signs, which Excel reads like the others.
    private static let starts: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]

    static func defused(_ text: String) -> String { wouldCount(text) ? "'" + text : text }

    static func restored(_ cell: String) -> String {
        cell.unicodeScalars.first == "'" && wouldCount(cell) ? String(cell.unicodeScalars.dropFirst()) : cell
    }

    /// Apostrophes before it are counted in, so that every text comes back as it was.
    private static func wouldCount(_ text: String) -> Bool {
        text.unicodeScalars.first { $0 != "'" }.map(starts.contains) ?? false
    }
}
