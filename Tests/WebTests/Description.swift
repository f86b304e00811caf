import Foundation
import Testing

@testable import Web

/// `openapi.json`, as a test reads it.
struct Description {
    let root: [String: Any]

    init() throws {
        root = try #require(try JSONSerialization.jsonObject(with: Data(API.description)) as? [String: Any])
    }

    struct Operation: Hashable {
        let method: String
        let path: String
        /// Names of the security schemes that are demanded; empty when none is.
        let demands: Set<String>
    }

    func operations() throws -> [Operation] {
        let paths = try #require(root["paths"] as? [String: [String: [String: Any]]])
        return try paths.flatMap { path, methods in
            try methods.map { method, operation in
                let security = try #require(operation["security"] as? [[String: Any]])
                let optional = security.contains { $0.isEmpty }
                return Operation(
                    method: method.uppercased(),
                    path: path,
                    demands: optional ? [] : Set(security.flatMap(\.keys))
                )
            }
        }
    }

    func schema(_ name: String) throws -> [String: Any] {
        let components = try #require(root["components"] as? [String: Any])
        let schemas = try #require(components["schemas"] as? [String: [String: Any]])
        return try #require(schemas[name], "no schema \(name)")
    }

    /// What of `value` is not as the schema says, for the keywords that the description uses.
    func faults(of value: Any, against schema: [String: Any], at place: String = "$") throws -> [String] {
        if let reference = schema["$ref"] as? String {
            return try faults(
                of: value,
                against: self.schema(String(reference.split(separator: "/").last ?? "")),
                at: place
            )
        }
        if let choices = schema["oneOf"] as? [[String: Any]] {
            let fitting = try choices.filter { try faults(of: value, against: $0).isEmpty }.count
            return fitting == 1 ? [] : ["\(place): fits \(fitting) of the alternatives"]
        }
        if let constant = schema["const"] as? String, value as? String != constant {
            return ["\(place): not \(constant)"]
        }
        if let choices = schema["enum"] as? [String], !choices.contains(value as? String ?? "") {
            return ["\(place): \(value) is not one of \(choices)"]
        }
        switch schema["type"] as? String {
        case "object": return try objectFaults(of: value, against: schema, at: place)
        case "array":
            guard let values = value as? [Any] else { return ["\(place): not an array"] }
            guard let items = schema["items"] as? [String: Any] else { return [] }
            return try values.enumerated().flatMap { try faults(of: $1, against: items, at: "\(place)[\($0)]") }
        case "string":
            guard let text = value as? String else { return ["\(place): not a string"] }
            guard let pattern = schema["pattern"] as? String else { return [] }
            return text.range(of: pattern, options: .regularExpression) == nil ? ["\(place): not \(pattern)"] : []
        case "integer": return value is Int ? [] : ["\(place): not an integer"]
        case "number": return value is Double ? [] : ["\(place): not a number"]
        case "boolean": return value is Bool ? [] : ["\(place): not a boolean"]
        default: return []
        }
    }

    private func objectFaults(of value: Any, against schema: [String: Any], at place: String) throws -> [String] {
        guard let object = value as? [String: Any] else { return ["\(place): not an object"] }
        guard let properties = schema["properties"] as? [String: [String: Any]] else { return [] }
        let missing = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }.map {
            "\(place).\($0): missing"
        }
        return try missing
            + object.flatMap { name, member in
                guard let property = properties[name] else { return ["\(place).\(name): not described"] }
                return try faults(of: member, against: property, at: "\(place).\(name)")
            }
    }
}
