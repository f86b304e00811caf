import CMS
import Foundation

extension ChainReport {
    /// The report as JSON: keys sorted, no white space, times RFC 3339 in UTC.
    package func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}

extension ChainReport: Encodable {
    private enum Key: String, CodingKey {
        case verdict, time, paths, reasons
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(verdict.rawValue, forKey: .verdict)
        try container.encode(time.rfc3339, forKey: .time)
        try container.encode(paths, forKey: .paths)
        try container.encode(findings, forKey: .reasons)
    }
}

extension TriedPath: Encodable {
    private enum Key: String, CodingKey {
        case verdict, anchor, certificates, policies, revocation, reasons
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(verdict.rawValue, forKey: .verdict)
        try container.encode(AnchorLabel(path.trustAnchor), forKey: .anchor)
        try container.encode(path.certificates.map(CertificateLabel.init), forKey: .certificates)
        try container.encode(policies, forKey: .policies)
        try container.encode(revocation, forKey: .revocation)
        try container.encode(findings, forKey: .reasons)
    }
}

/// What a certificate is called in a report.
private struct CertificateLabel: Encodable {
    let subject: String
    let sha256: String

    init(_ certificate: Certificate) {
        subject = certificate.subject.display
        sha256 = certificate.sha256Fingerprint.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// What an anchor is called, with its term and where it is from.
private struct AnchorLabel: Encodable {
    let subject: String
    let sha256: String
    let from: String?
    let until: String?
    let source: String?
    let added: String?

    init(_ anchor: TrustAnchor) {
        let label = CertificateLabel(anchor.certificate)
        subject = label.subject
        sha256 = label.sha256
        from = anchor.from?.rfc3339
        until = anchor.until?.rfc3339
        source = anchor.source
        added = anchor.added?.rfc3339
    }
}

extension RevocationRecord: Encodable {
    private enum Key: String, CodingKey {
        case certificate, state, source, thisUpdate, nextUpdate, revokedAt, reason
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(certificate.subject.display, forKey: .certificate)
        switch state {
        case .good(let source, let thisUpdate, let nextUpdate):
            try container.encode("good", forKey: .state)
            try container.encode(source.rawValue, forKey: .source)
            try container.encode(thisUpdate.rfc3339, forKey: .thisUpdate)
            try container.encodeIfPresent(nextUpdate?.rfc3339, forKey: .nextUpdate)
        case .revoked(let source, let date, let reason):
            try container.encode("revoked", forKey: .state)
            try container.encode(source.rawValue, forKey: .source)
            try container.encode(date.rfc3339, forKey: .revokedAt)
            try container.encodeIfPresent(reason.map { "\($0)" }, forKey: .reason)
        case .exempt: try container.encode("exempt", forKey: .state)
        case .unknown: try container.encode("unknown", forKey: .state)
        }
    }
}
