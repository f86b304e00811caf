import PKCS11
package import SignerProtocol

/// Keys of stored documents: each made in the HSM, wrapped by one key that never leaves it, opened on a ticket.
///
/// Every opening is audited before the key is given. A wrapped key belongs to its document: for another one it is refused.
package struct Custody: Sendable {
    private let room: SigningRoom

    package init(room: SigningRoom) {
        self.room = room
    }

    /// The audit chain of a document's key.
    package static func chain(of document: String) -> String { "document:\(document)" }

    /// Makes a data key for a document.
    package func makeDataKey(_ request: DataKeyRequest, client: String) async throws(SignerError) -> OpenedDataKey {
        guard isName(request.document), isName(request.reader) else { throw .malformed }
        let facts = ["reader": request.reader]
        try await record(.dataKeyMade, request.document, client, facts)
        let (key, wrapped) = try await room.keys.onToken("make a data key") { session throws(PKCS11Error) in
            let handle = try session.makeDataKey()
            let value = try session.value(of: handle)
            let wrappingKey = try session.key(.secretKey, label: TokenLabel.dataWrapping)
            let wrapped = try session.wrapped(handle, with: wrappingKey)
            try session.destroy(handle)
            return (value, wrapped)
        }
        let code = try await room.keys.code(.dataKey(document: request.document, wrapped: wrapped))
        return OpenedDataKey(key: Blob(key), wrappedKey: Blob(wrapped + code))
    }

    /// Opens the data key of the ticket's document.
    ///
    /// - Throws: `SignerError.wrappedKeyRefused` for a key of another document or a changed one.
    package func openDataKey(_ ticket: ReadTicket, client: String) async throws(SignerError) -> OpenedDataKey {
        guard isName(ticket.document), isName(ticket.reader) else { throw .malformed }
        guard ticket.wrappedKey.bytes.count == Self.wrappedLength + Self.codeLength else { throw .wrappedKeyRefused }
        let wrapped = Array(ticket.wrappedKey.bytes.prefix(Self.wrappedLength))
        let code = Array(ticket.wrappedKey.bytes.suffix(Self.codeLength))
        let expected = try await room.keys.code(.dataKey(document: ticket.document, wrapped: wrapped))
        guard isSameCode(code, expected) else { throw .wrappedKeyRefused }

        let facts = ["reader": ticket.reader, "purpose": ticket.purpose.rawValue]
        try await record(.dataKeyOpened, ticket.document, client, facts)
        let key = try await room.keys.onToken("open a data key") { session throws(PKCS11Error) in
            let wrappingKey = try session.key(.secretKey, label: TokenLabel.dataWrapping)
            let handle = try session.unwrappedDataKey(wrapped, with: wrappingKey)
            let value = try session.value(of: handle)
            try session.destroy(handle)
            return value
        }
        return OpenedDataKey(key: Blob(key), wrappedKey: ticket.wrappedKey)
    }

    private func record(
        _ action: AuditAction,
        _ document: String,
        _ client: String,
        _ facts: [String: String]
    ) async throws(SignerError) {
        let event = AuditEvent(action, chain: Self.chain(of: document), actor: client, at: room.now(), facts)
        try await room.store.writing { try $0.record(event) }
    }

    /// AES-KWP of 32 bytes.
    private static let wrappedLength = 40
    private static let codeLength = 32
}

/// Whether text can name a thing: 1 to 200 bytes without control characters.
func isName(_ text: String) -> Bool {
    (1...200).contains(text.utf8.count) && text.unicodeScalars.allSatisfy { !$0.properties.isControl }
}

/// Whether text can stand in a path: 1 to 100 letters, digits, `-`, `_`, `.` or `:`.
func isIdentifier(_ text: String) -> Bool {
    (1...100).contains(text.utf8.count)
        && text.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || "-_.:".unicodeScalars.contains(scalar))
        }
}

extension Unicode.Scalar.Properties {
    fileprivate var isControl: Bool { generalCategory == .control }
}
