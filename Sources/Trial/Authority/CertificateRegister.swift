import CMS
import Foundation

/// What the issuing CA has issued and revoked: one JSON object a line, only ever added to.
actor CertificateRegister {
    struct Entry: Codable, Hashable, Sendable {
        /// Hexadecimal.
        let serial: String
        let subject: String
        let profile: CertificateProfile
        let issuedAt: Date
        var revocation: Revocation?
    }

    struct Revocation: Codable, Hashable, Sendable {
        let at: Date
        /// CRLReason; 1 is keyCompromise. RFC 5280 §5.3.1
        let reason: Int

        var cause: RevocationReason? { RevocationReason(rawValue: reason) }
    }

    private struct Line: Codable {
        var issued: Entry?
        var revoked: String?
        var revocation: Revocation?
    }

    private let file: URL
    private var entries: [String: Entry] = [:]

    init(file: URL) throws {
        self.file = file
        guard TrialFolder.exists(file) else {
            try TrialFolder.write("", to: file)
            return
        }
        for text in try TrialFolder.text(file).split(separator: "\n") {
            // A line cut off by a crash is the last one, and was never answered.
            guard let line = try? Self.decoder.decode(Line.self, from: Data(text.utf8)) else { continue }
            if let entry = line.issued { entries[entry.serial] = entry }
            if let serial = line.revoked { entries[serial]?.revocation = line.revocation }
        }
    }

    func all() -> [Entry] {
        entries.values.sorted { $0.issuedAt < $1.issuedAt }
    }

    func entry(_ serial: String) -> Entry? {
        entries[serial]
    }

    func add(_ entry: Entry) throws {
        try append(Line(issued: entry))
        entries[entry.serial] = entry
    }

    /// Throws `RequestFault.unknownSerial`; a certificate already revoked keeps its first date.
    func revoke(_ serial: String, reason: Int, at date: Date) throws -> Entry {
        guard var entry = entries[serial] else { throw RequestFault.unknownSerial }
        guard entry.revocation == nil else { return entry }
        entry.revocation = Revocation(at: date, reason: reason)
        try append(Line(revoked: serial, revocation: entry.revocation))
        entries[serial] = entry
        return entry
    }

    private func append(_ line: Line) throws {
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        try handle.seekToEnd()
        try handle.write(contentsOf: try Self.encoder.encode(line) + [UInt8(ascii: "\n")])
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return decoder
    }
}

extension CertificateRegister.Entry {
    /// The entry for a CRL; nil unless revoked.
    var listed: RevocationListEntry? {
        let digits = serial.compactMap { $0.hexDigitValue.map(UInt8.init) }
        let octets = stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
        return revocation.map { RevocationListEntry(serialNumber: octets, revocationDate: $0.at, reason: $0.cause) }
    }
}
