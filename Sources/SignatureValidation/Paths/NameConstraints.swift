import CMS
import SwiftASN1

/// The subtrees in which the names below a CA have to lie, gathered along a path.
///
/// - SeeAlso: RFC 5280 §4.2.1.10, §6.1.1 (permitted_subtrees, excluded_subtrees)
struct NameConstraints {
    /// More comparisons than this are refused: names times subtrees are the attacker's to choose.
    static let mostComparisons = 250_000

    /// Each certificate adds one list; for every form it names, a name has to lie in one of that list.
    private var permitted: [[GeneralName]] = []
    private var excluded: [GeneralName] = []
    private var count: Int { permitted.reduce(excluded.count) { $0 + $1.count } }

    /// Adds the constraints of an extension value; false when it is malformed or uses minimum or maximum.
    mutating func add(extension value: [UInt8]) -> Bool {
        guard let parts = (try? DER.parse(value))?.children(.sequence), !parts.isEmpty else { return false }
        for part in parts {
            guard let subtrees = Self.subtrees(part) else { return false }
            switch part.identifier.tagNumber {
            case 0: permitted.append(subtrees)
            case 1: excluded += subtrees
            default: return false
            }
        }
        return true
    }

    /// True when no name of the certificate is outside what is permitted or inside what is excluded.
    func allow(_ certificate: Certificate) -> Bool {
        guard !permitted.isEmpty || !excluded.isEmpty else { return true }
        guard let names = Self.names(of: certificate), names.count <= Self.mostComparisons / max(1, count) else {
            return false
        }
        return names.allSatisfy(allow)
    }

    private func allow(_ name: GeneralName) -> Bool {
        let isConstrained = excluded.contains { $0.form == name.form }
        // A form or a name that cannot be compared is treated as outside.
        if !name.isComparable, isConstrained || permitted.contains(where: { $0.contains { $0.form == name.form } }) {
            return false
        }
        for list in permitted {
            let sameForm = list.filter { $0.form == name.form }
            guard sameForm.isEmpty || sameForm.contains(where: name.isWithin) else { return false }
        }
        return !excluded.contains(where: name.mayBeWithin)
    }

    private static func names(of certificate: Certificate) -> [GeneralName]? {
        guard let subject = ComparableName(certificate.subject) else { return nil }
        var names: [GeneralName] = subject.isEmpty ? [] : [.directory(subject)]
        if let value = certificate.extensionValue(OID.subjectAltName) {
            guard let more = GeneralName.names(ofExtension: value) else { return nil }
            names += more
        } else {
            let mails = certificate.subject.relativeNames.joined().filter { $0.oid == OID.emailAddress }
            names += mails.map { .mail($0.text ?? "") }
        }
        return names
    }

    private static func subtrees(_ node: ASN1Node) -> [GeneralName]? {
        guard node.identifier.tagClass == .contextSpecific, case .constructed(let items) = node.content else {
            return nil
        }
        var names: [GeneralName] = []
        for item in items {
            guard let fields = item.children(.sequence), fields.count == 1, let name = GeneralName(fields[0]),
                name.isBase
            else { return nil }
            names.append(name)
        }
        return names.isEmpty ? nil : names
    }
}
