/// The statements that a session has prepared, by their SQL.
struct PreparedStatements {
    /// What the server knows a statement by.
    struct Name: Hashable {
        fileprivate let number: Int

        var text: String { "s\(number)" }
    }

    private var names: [String: Name] = [:]
    private var count = 0

    func name(of sql: String) -> Name? {
        names[sql]
    }

    mutating func add(_ sql: String) -> Name {
        let name = Name(number: count)
        count += 1
        names[sql] = name
        return name
    }

    mutating func remove(_ name: Name) {
        names = names.filter { $0.value != name }
    }
}
