/// The few kinds of file that an entry may have, known by their bytes.
package enum AttachmentKind: String, Hashable, Sendable, Codable, CaseIterable {
    case pdf
    case png
    case jpeg
    case csv
    case text

    package var mediaType: String {
        switch self {
        case .pdf: "application/pdf"
        case .png: "image/png"
        case .jpeg: "image/jpeg"
        case .csv: "text/csv; charset=utf-8"
        case .text: "text/plain; charset=utf-8"
        }
    }

    /// What a name of such a file ends with.
    package var endings: [String] {
        switch self {
        case .pdf: ["pdf"]
        case .png: ["png"]
        case .jpeg: ["jpg", "jpeg"]
        case .csv: ["csv"]
        case .text: ["txt"]
        }
    }
}

/// Looks at a file while it streams past, and says in the end what it is.
struct AttachmentSniffer {
    private var start: [UInt8] = []
    /// The bytes of a character that the next piece completes.
    private var unfinished: [UInt8] = []
    private var isText = true

    private static let marks: [(kind: AttachmentKind, bytes: [UInt8])] = [
        (.pdf, Array("%PDF-".utf8)), (.png, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        (.jpeg, [0xFF, 0xD8, 0xFF]),
    ]

    mutating func look(at piece: [UInt8]) {
        if start.count < 8 { start += piece.prefix(8 - start.count) }
        guard isText else { return }
        let bytes = unfinished + piece
        let whole = bytes.count - Self.unfinishedCount(bytes)
        unfinished = Array(bytes[whole...])
        isText = Self.isText(bytes[..<whole])
    }

    /// The kind by which both the bytes and the name are known; nil for any other file.
    func kind(named name: String) -> AttachmentKind? {
        let ending = name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last?.lowercased() ?? ""
        if let mark = Self.marks.first(where: { start.starts(with: $0.bytes) }) {
            return mark.kind.endings.contains(ending) ? mark.kind : nil
        }
        guard isText, unfinished.isEmpty else { return nil }
        return [AttachmentKind.csv, .text].first { $0.endings.contains(ending) }
    }

    /// UTF-8 without control characters but those that end lines and cells.
    private static func isText(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard String(validating: bytes, as: UTF8.self) != nil else { return false }
        return bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || [0x09, 0x0A, 0x0D].contains($0) }
    }

    /// How many bytes at the end begin a character that is not complete.
    private static func unfinishedCount(_ bytes: [UInt8]) -> Int {
        for back in 1...3 where bytes.count >= back {
            let byte = bytes[bytes.count - back]
            if byte & 0xC0 == 0x80 { continue }
            let length =
                switch byte {
                case 0xC2...0xDF: 2
                case 0xE0...0xEF: 3
                case 0xF0...0xF4: 4
                default: 1
                }
            return length > back ? back : 0
        }
        return 0
    }
}
