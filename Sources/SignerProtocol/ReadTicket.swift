/// A request to open a document's data key: who reads, and what for.
///
/// The signer audits it before it answers.
package struct ReadTicket: Hashable, Sendable, Codable {
    package enum Purpose: String, Sendable, Codable, CaseIterable {
        case store, read, sign, seal, renew, revalidate
    }

    package let document: String
    /// The account, signer or worker that reads.
    package let reader: String
    package let purpose: Purpose
    package let wrappedKey: Blob

    package init(document: String, reader: String, purpose: Purpose, wrappedKey: Blob) {
        self.document = document
        self.reader = reader
        self.purpose = purpose
        self.wrappedKey = wrappedKey
    }
}

/// A request for a new data key.
package struct DataKeyRequest: Hashable, Sendable, Codable {
    package let document: String
    package let reader: String

    package init(document: String, reader: String) {
        self.document = document
        self.reader = reader
    }
}

/// A 32-byte data key, open and wrapped.
///
/// The open one is for memory only.
package struct OpenedDataKey: Hashable, Sendable, Codable, CustomStringConvertible {
    package let key: Blob
    package let wrappedKey: Blob

    package init(key: Blob, wrappedKey: Blob) {
        self.key = key
        self.wrappedKey = wrappedKey
    }

    package var description: String { "OpenedDataKey(•••)" }
}
