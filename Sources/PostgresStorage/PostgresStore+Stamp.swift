package import SignerProtocol
import SigningService

extension PostgresStore {
    /// Marks the database as belonging to this environment, once and for ever.
    ///
    /// - Throws: `ServiceError.storage` when it belongs to the other one.
    package func stamp(_ stamp: EnvironmentStamp) async throws {
        let found = try await run { connection in
            let session = try connection.ready()
            try session.execute(
                "INSERT INTO environment_stamp (is_set, stamp) VALUES (true, $1) ON CONFLICT (is_set) DO NOTHING",
                [.integer(Int64(stamp.rawValue))]
            )
            return try Self.stampNumber(session)
        }
        guard found == Int64(stamp.rawValue) else {
            let known = found.flatMap { Int32(exactly: $0) }.flatMap(EnvironmentStamp.init(rawValue:))
            throw ServiceError.storage(
                "the database is \(known?.environment ?? "another program's"), not \(stamp.environment)"
            )
        }
    }

    static func stampNumber(_ connection: Connection) throws(PostgresError) -> Int64? {
        try connection.row("SELECT stamp FROM environment_stamp")?.integer("stamp")
    }
}
