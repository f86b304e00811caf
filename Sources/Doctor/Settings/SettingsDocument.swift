import Foundation

/// A settings file as it is written, before anyone knows what it means.
package struct SettingsDocument: Sendable {
    /// Names with dots, as `listen.port`; empty objects are names too.
    let values: [String: Value]
    let members: [Member]

    enum Value: Sendable {
        case text(String)
        case integer
        case texts
        case other
    }

    /// One member that a settings file may have.
    package struct Member: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case text
            case integer
            case texts
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

        func isMissing(in values: [String: Value]) -> Bool {
            isRequired && values[name] == nil && alternative.flatMap { values[$0] } == nil
        }
    }

    /// Nil unless the bytes are one JSON object.
    init?(_ bytes: Data, members: [Member]) {
        guard let root = try? JSONDecoder().decode([String: Node].self, from: bytes) else { return nil }
        var values: [String: Value] = [:]
        let objects = Set(members.compactMap { $0.name.contains(".") ? $0.name.prefix { $0 != "." } : nil })
        for (name, node) in root {
            guard case .object(let inner) = node, objects.contains(name[...]) else {
                values[name] = node.value
                continue
            }
            for (part, node) in inner { values["\(name).\(part)"] = node.value }
        }
        self.values = values
        self.members = members
    }

    private enum Node: Decodable {
        case object([String: Node])
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
            } else {
                self = .leaf(.other)
            }
        }

        var value: Value {
            switch self {
            case .object: .other
            case .leaf(let value): value
            }
        }
    }
}
