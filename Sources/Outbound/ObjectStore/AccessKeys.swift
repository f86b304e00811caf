/// The two halves of an account of an object store.
///
/// Printed as `•••`, so that no log and no error tells them.
package struct AccessKeys: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let id: String
    let secret: String

    /// Nil unless both are one word of printable ASCII.
    package init?(id: String, secret: String) {
        for word in [id, secret] where word.isEmpty || !word.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
            return nil
        }
        self.id = id
        self.secret = secret
    }

    package var description: String { "•••" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
