import Foundation

extension ValidationReport {
    /// The report as JSON: keys sorted, no white space, times RFC 3339 in UTC.
    package func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}

extension Date {
    /// The instant as RFC 3339 text in UTC, to the second.
    var rfc3339: String {
        formatted(.iso8601)
    }
}

extension ValidationReport: Encodable {
    private enum Key: String, CodingKey {
        case conclusion, signatures, timestamps, changesAfterSigning, unsignedFields, pages, renewal, proofsOfExistence
        case policy
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(conclusion.rawValue, forKey: .conclusion)
        try container.encode(signatures, forKey: .signatures)
        try container.encode(timestamps, forKey: .timestamps)
        try container.encode(changesAfterSigning, forKey: .changesAfterSigning)
        try container.encode(renewal, forKey: .renewal)
        try container.encode(proofsOfExistence, forKey: .proofsOfExistence)
        try container.encode(unsignedFields, forKey: .unsignedFields)
        try container.encode(pages, forKey: .pages)
        try container.encode(policy, forKey: .policy)
    }
}

extension SignatureReport: Encodable {
    private enum Key: String, CodingKey {
        case field, signer, certificate, conclusion, subIndication, level, integrity, coversRevision, signedAt, reasons,
            processes
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(field, forKey: .field)
        try container.encode(signer, forKey: .signer)
        try container.encode(certificate, forKey: .certificate)
        try container.encode(conclusion.indication.rawValue, forKey: .conclusion)
        try container.encode(conclusion.subIndication?.rawValue, forKey: .subIndication)
        try container.encode(level.rawValue, forKey: .level)
        try container.encode(integrity, forKey: .integrity)
        try container.encode(coversRevision, forKey: .coversRevision)
        try container.encode(signedAt?.rfc3339, forKey: .signedAt)
        try container.encode(findings, forKey: .reasons)
        try container.encode(processes, forKey: .processes)
    }
}

extension Finding: Encodable {
    private enum Key: String, CodingKey {
        case code, clause, ja, en
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(check.code, forKey: .code)
        try container.encode(check.clause, forKey: .clause)
        try container.encode(japanese, forKey: .ja)
        try container.encode(english, forKey: .en)
    }
}

extension TimestampReport: Encodable {
    private enum Key: String, CodingKey {
        case kind, time, tsa, conclusion, subIndication, reasons, processes
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(kind.rawValue, forKey: .kind)
        try container.encode(time?.rfc3339, forKey: .time)
        try container.encode(authority, forKey: .tsa)
        try container.encode(conclusion.indication.rawValue, forKey: .conclusion)
        try container.encode(conclusion.subIndication?.rawValue, forKey: .subIndication)
        try container.encode(findings, forKey: .reasons)
        try container.encode(processes, forKey: .processes)
    }
}

extension ChangeReport: Encodable {
    private enum Key: String, CodingKey {
        case revision, page, kind, code, ja, en
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(revision, forKey: .revision)
        try container.encode(page, forKey: .page)
        try container.encode(kind, forKey: .kind)
        try container.encode(code, forKey: .code)
        try container.encode(ja, forKey: .ja)
        try container.encode(en, forKey: .en)
    }
}
