import Foundation

/// The members of an object, which are exactly these.
struct Members {
    private let values: [String: StrictJSON]
    private let place: String

    init(_ value: StrictJSON?, _ place: String, _ names: Set<String>) throws(AlgorithmPolicyError) {
        guard case .object(let values)? = value, Set(values.keys) == names else {
            throw AlgorithmPolicyError(place: place.isEmpty ? "object" : place)
        }
        self.values = values
        self.place = place
    }

    subscript(_ name: String) -> StrictJSON? { values[name] }

    func fault(_ name: String) -> AlgorithmPolicyError {
        AlgorithmPolicyError(place: place.isEmpty ? name : "\(place).\(name)")
    }

    func text(_ name: String) throws(AlgorithmPolicyError) -> String {
        guard case .text(let text)? = values[name] else { throw fault(name) }
        return text
    }

    func number(_ name: String) throws(AlgorithmPolicyError) -> Int {
        guard case .number(let number)? = values[name] else { throw fault(name) }
        return number
    }

    func list(_ name: String) throws(AlgorithmPolicyError) -> [StrictJSON] {
        guard case .list(let list)? = values[name] else { throw fault(name) }
        return list
    }

    func optionalDay(_ name: String) throws(AlgorithmPolicyError) -> Date? {
        if values[name] == .null { return nil }
        return try day(name)
    }

    func optionalText(_ name: String) throws(AlgorithmPolicyError) -> String? {
        if values[name] == .null { return nil }
        return try text(name)
    }

    /// A moment as `2026-11-22T09:30:00Z`, or null.
    func optionalMoment(_ name: String) throws(AlgorithmPolicyError) -> Date? {
        guard let text = try optionalText(name) else { return nil }
        guard let date = try? Date(text, strategy: .iso8601), date.formatted(.iso8601) == text else {
            throw fault(name)
        }
        return date
    }

    /// A day as `2026-11-22`, which has to exist.
    func day(_ name: String) throws(AlgorithmPolicyError) -> Date {
        let text = try text(name)
        guard let date = try? Date("\(text)T00:00:00Z", strategy: .iso8601),
            date.formatted(.iso8601) == "\(text)T00:00:00Z"
        else { throw fault(name) }
        return date
    }
}
