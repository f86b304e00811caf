import Foundation

/// A settings file as it is written, before anyone knows what it means.
package struct SettingsDocument: Sendable {
    /// Names with dots, as `listen.port`; empty objects are names too.
    let values: [String: Value]
    /// How many objects each list of objects holds; their members are values named like `tsa.authorities[0].url`.
    let listCounts: [String: Int]
    let members: [Member]

    enum Value: Sendable {
        case text(String)
        case integer
        case texts
        case objects
        case other
    }

    /// One member that a settings file may have.
    package struct Member: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case text
            case integer
            case texts
            /// Each with members of its own, such as `tsa.authorities[].url`.
            case objects
        }

        let name: String
        let kind: Kind
        let isRequired: Bool
        /// Another member that can stand for it.
        let alternative: String?

        package static func required(_ name: String, _ kind: Kind, or alternative: String? = nil) -> Member {
            Member(name: name, kind: kind, isRequired: true, alternative: alternative)
        }

        package static func optional(_ name: String, _ kind: Kind) -> Member {
            Member(name: name, kind: kind, isRequired: false, alternative: nil)
        }

        /// The names under which it is missing: for a member of objects in a list, one for each that lacks it.
        func missing(in document: SettingsDocument) -> [String] {
            guard isRequired else { return [] }
            return document.names(of: self).filter { document.values[$0] == nil }
                .filter { _ in alternative.flatMap { document.values[$0] } == nil }
        }
    }

    /// The names that a member can have in this file.
    func names(of member: Member) -> [String] {
        guard let marker = member.name.firstRange(of: "[]") else { return [member.name] }
        let count = listCounts[String(member.name[..<marker.lowerBound])] ?? 0
        return (0..<count).map { member.name.replacingCharacters(in: marker, with: "[\($0)]") }
    }

    /// Nil unless the bytes are one JSON object.
    init?(_ bytes: Data, members: [Member]) {
        guard let root = try? JSONDecoder().decode([String: Node].self, from: bytes) else { return nil }
        var values: [String: Value] = [:]
        var listCounts: [String: Int] = [:]
        let objects = Set(members.compactMap { $0.name.contains(".") ? $0.name.prefix { $0 != "." } : nil })
        for (name, node) in root {
            guard case .object(let inner) = node, objects.contains(name[...]) else {
                values[name] = node.value
                continue
            }
            for (part, node) in inner {
                let name = "\(name).\(part)"
                values[name] = node.value
                guard case .list(let items) = node, members.contains(where: { $0.name.hasPrefix("\(name)[]") }) else {
                    continue
                }
                listCounts[name] = items.count
                for (index, item) in items.enumerated() {
                    for (part, node) in item { values["\(name)[\(index)].\(part)"] = node.value }
                }
            }
        }
        self.values = values
        self.listCounts = listCounts
        self.members = members
    }

    private enum Node: Decodable {
        case object([String: Node])
        case list([[String: Node]])
        case leaf(Value)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let object = try? container.decode([String: Node].self) {
                self = .object(object)
            } else if let text = try? container.decode(String.self) {
                self = .leaf(.text(text))
            } else if (try? container.decode(Int.self)) != nil {
                self = .leaf(.integer)
            } else if (try? container.decode([String].self)) != nil {
                self = .leaf(.texts)
            } else if let list = try? container.decode([[String: Node]].self) {
                self = .list(list)
            } else {
                self = .leaf(.other)
            }
        }

        var value: Value {
            switch self {
            case .object: .other
            case .list: .objects
            case .leaf(let value): value
            }
        }
    }
}
