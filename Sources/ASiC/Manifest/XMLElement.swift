/// An element of a manifest.
struct XMLElement: Hashable, Sendable {
    let namespace: String
    let name: String
    /// Those without a namespace.
    let attributes: [String: String]
    var children: [XMLElement] = []
    /// The character data directly inside.
    var text = ""

    func isNamed(_ name: String, in namespace: String) -> Bool {
        self.name == name && self.namespace == namespace
    }

    func children(_ name: String, in namespace: String) -> [XMLElement] {
        children.filter { $0.isNamed(name, in: namespace) }
    }

    var trimmedText: String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
