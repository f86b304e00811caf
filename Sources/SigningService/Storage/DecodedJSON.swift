import Synchronization

/// Values that an engine has decoded lately, by their text: the same text is the same value.
///
/// Decoding is most of what reading an envelope costs, and each of its steps reads it again.
package final class DecodedJSON: Sendable {
    private struct Key: Hashable {
        let type: ObjectIdentifier
        let text: String
    }

    private let values = Mutex<[Key: any Sendable]>([:])
    private let limit: Int

    /// `limit` is how many values are kept at most.
    package init(limit: Int = 4_096) {
        self.limit = limit
    }

    /// Nil when it is to be decoded.
    package func value<Value: Sendable>(of text: String) -> Value? {
        let key = Key(type: ObjectIdentifier(Value.self), text: text)
        return values.withLock { $0[key] } as? Value
    }

    /// Keeps a value; all are forgotten together when they become too many.
    package func keep<Value: Sendable>(_ value: Value, of text: String) {
        let key = Key(type: ObjectIdentifier(Value.self), text: text)
        values.withLock { values in
            if values.count >= limit { values.removeAll(keepingCapacity: true) }
            values[key] = value
        }
    }
}
