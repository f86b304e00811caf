import Foundation
import GRDB
import SignerProtocol
import SigningKeys

extension Row {
    func bytes(_ column: String) throws -> [UInt8] {
        Array(try decode(Data.self, forColumn: column))
    }

    func optionalBytes(_ column: String) throws -> [UInt8]? {
        try decode(Data?.self, forColumn: column).map { Array($0) }
    }

    func time(_ column: String) throws -> Timestamp {
        Timestamp(milliseconds: try decode(Int64.self, forColumn: column))
    }
}

extension KeyType {
    /// The column `key_type`.
    init(_ row: Row) throws {
        guard let type = KeyType(rawValue: try row.decode(String.self, forColumn: "key_type")) else {
            throw SignerError.storageUnavailable
        }
        self = type
    }
}

extension InstalledChain {
    /// The three columns `certificate_…`; nil when no certificate is installed.
    init?(_ row: Row) throws {
        guard let chain = try row.optionalBytes("certificate_chain") else { return nil }
        self.init(
            chain: try JSONDecoder().decode([Blob].self, from: Data(chain)).map(\.bytes),
            binding: try row.bytes("certificate_binding"),
            notAfter: try row.time("certificate_not_after")
        )
    }

    /// The chain as one column: a JSON array of base64.
    var column: Data {
        get throws { try JSONEncoder().encode(chain.map { Blob($0) }) }
    }
}
