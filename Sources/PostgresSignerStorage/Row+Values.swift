import Foundation
import PostgresConnection
import SignerProtocol
import SigningKeys

extension Row {
    func signCount(_ column: String) throws -> UInt32 {
        guard let count = UInt32(exactly: try integer(column)) else { throw PostgresError.unreadable(column: column) }
        return count
    }

    /// The column `key_type`.
    func keyType() throws -> KeyType {
        guard let type = KeyType(rawValue: try text("key_type")) else { throw SignerError.storageUnavailable }
        return type
    }

    /// The three columns `certificate_…`; nil when no certificate is installed.
    func installedChain() throws -> InstalledChain? {
        guard let chain = try optionalBytes("certificate_chain") else { return nil }
        return InstalledChain(
            chain: try JSONDecoder().decode([Blob].self, from: Data(chain)).map(\.bytes),
            binding: try bytes("certificate_binding"),
            notAfter: try time("certificate_not_after")
        )
    }
}

extension InstalledChain {
    /// The chain as one column: a JSON array of base64.
    var column: [UInt8] {
        get throws { Array(try JSONEncoder().encode(chain.map { Blob($0) })) }
    }
}
