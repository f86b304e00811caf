/// A 16-byte random id of one kind of thing; written as 32 hexadecimal digits.
///
/// The parameter only keeps ids of different things apart.
package struct Identifier<Subject>: Hashable, Sendable, CustomStringConvertible {
    package let bytes: [UInt8]

    /// Makes a new id from a source of random bytes.
    package init(from randomBytes: RandomBytes) {
        self.bytes = randomBytes(16)
    }

    /// Nil unless there are 16 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Nil unless the text is 32 lower-case hexadecimal digits.
    package init?(_ text: String) {
        guard let bytes = [UInt8](hexadecimal: text) else { return nil }
        self.init(bytes: bytes)
    }

    package var text: String { bytes.hexadecimal }

    package var description: String { text }
}

extension Identifier: Codable {
    /// Throws `DecodingError.dataCorrupted` unless the string is an id.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let identifier = Identifier(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an id")
        }
        self = identifier
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

package typealias OrganisationID = Identifier<Organisation>
package typealias AccountID = Identifier<Account>
package typealias DocumentID = Identifier<StoredDocument>
package typealias EnvelopeID = Identifier<Envelope>
package typealias SignerID = Identifier<Signer>
package typealias AttemptID = Identifier<SignatureAttempt>
package typealias JobID = Identifier<Job>

/// A source of random bytes: the system's in the running service, a seeded one in tests.
package typealias RandomBytes = @Sendable (_ count: Int) -> [UInt8]

/// Bytes of the system's generator, which is cryptographically secure.
package func systemRandomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    // Each call of the generator asks the kernel, so it is asked for eight bytes at a time.
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 7)
    while bytes.count < count { withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) } }
    bytes.removeLast(bytes.count - count)
    return bytes
}
