import Foundation
import PostgresConnection
import PostgresStorage
import PostgresTestSupport
import SigningService
import Testing

@Suite struct `Connection information` {
    @Test(arguments: [
        "host=db.example sslmode=require",
        "host=db.example sslmode=verify-ca",
        "host=db.example",
        "postgresql://user:secret@db.example/chigiri?sslmode=prefer",
        "host=/run/postgresql,db.example",
        "host=localhost hostaddr=192.0.2.1",
        "host=localhost,localhost hostaddr=127.0.0.1,192.0.2.1 sslmode=require",
        "hostaddr=::2",
        "host=db.example hostaddr=''",
        "host=127.0.0.1.example",
        "host=0.0.0.0",
        "host=1270.0.0.1",
        "host=LOCALHOST.example",
    ])
    func `of another machine is refused without a check of certificate and name`(text: String) {
        #expect {
            try ConnectionSettings(text)
        } throws: { error in
            guard case .connectionString(.unverifiedHost) = error as? PostgresError else { return false }
            return true
        }
    }

    @Test(arguments: [
        "host=db.example sslmode=verify-full",
        "host=one.example,two.example sslmode=verify-full sslrootcert=/ca.pem sslcert=/c.pem sslkey=/c.key",
        "postgresql://user@db.example/chigiri?sslmode=verify-full",
        "",
        "dbname=chigiri",
        "host=/run/postgresql",
        "host=@abstract",
        "host=localhost",
        "host=127.0.0.1 sslmode=disable",
        "hostaddr=127.8.9.1",
        "host=::1",
        "postgresql://%2Frun%2Fpostgresql/chigiri",
    ])
    func `of this machine, or with that check, is taken`(text: String) throws {
        _ = try ConnectionSettings(text)
    }

    @Test(arguments: ["host", "nonsense=1", "postgresql://[", "host='db"])
    func `that libpq cannot read is refused`(text: String) {
        #expect(throws: PostgresError.connectionString(.malformed("not in libpq's form"))) {
            try ConnectionSettings(text)
        }
    }

    @Test func `in a service file is refused`() {
        #expect(throws: PostgresError.connectionString(.serviceFile)) { try ConnectionSettings("service=chigiri") }
    }

    @Test func `to nowhere is a fault of the store`() async throws {
        let settings = try ConnectionSettings("host=/nowhere user=chigiri dbname=chigiri")
        await #expect {
            try await PostgresStore(settings, connections: 2)
        } throws: { error in
            guard case .storage(let message) = error as? ServiceError else { return false }
            return message.hasPrefix("PostgreSQL: no connection: ")
        }
    }
}

/// Over TCP and TLS, on the cluster that `bin/with-postgres` makes, with certificates beside its socket.
@Suite(.enabled(if: TLSCluster.shared != nil, "the cluster of bin/with-postgres is not here"))
struct `A connection over TLS` {
    let cluster = TLSCluster.shared

    private func connect(_ options: String) async throws -> Bool? {
        let cluster = try #require(cluster)
        let pool = ConnectionPool(try ConnectionSettings(cluster.address + " " + options), connections: 1)
        do {
            let ssl = try await pool.run { connection in
                try connection.ready().row("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")?.boolean("ssl")
            }
            await pool.close()
            return ssl
        } catch {
            await pool.close()
            throw error
        }
    }

    @Test func `is made when the server's name and both certificates are right`() async throws {
        let files = try #require(cluster).files
        #expect(try await connect("host=localhost hostaddr=127.0.0.1 sslmode=verify-full \(files)") == true)
    }

    @Test func `is not made when the server has another name`() async throws {
        let files = try #require(cluster).files
        await #expect(throws: PostgresError.self) {
            try await connect("host=other.example hostaddr=127.0.0.1 sslmode=verify-full \(files)")
        }
    }

    @Test func `is not made when the authority is another one`() async throws {
        let files = try #require(cluster).files.replacing("authority.pem", with: "client.pem")
        await #expect(throws: PostgresError.self) {
            try await connect("host=localhost hostaddr=127.0.0.1 sslmode=verify-full \(files)")
        }
    }

    @Test func `is not made without our own certificate`() async throws {
        let folder = try #require(cluster).folder
        await #expect(throws: PostgresError.self) {
            try await connect(
                """
                host=localhost hostaddr=127.0.0.1 sslmode=verify-full sslrootcert=\(folder)/authority.pem \
                sslcert=/nowhere sslkey=/nowhere
                """
            )
        }
    }
}

/// Where `bin/with-postgres` put socket and certificates.
struct TLSCluster {
    static let shared = TLSCluster(PostgresServer.shared?.text ?? "")

    let folder: String
    let port: String

    private init?(_ text: String) {
        guard let match = text.wholeMatch(of: /host=(\/\S+) port=(\d+) .*/) else { return nil }
        folder = String(match.1)
        port = String(match.2)
        guard FileManager.default.fileExists(atPath: "\(folder)/authority.pem") else { return nil }
    }

    var address: String { "port=\(port) user=chigiri dbname=postgres" }

    var files: String { "sslrootcert=\(folder)/authority.pem sslcert=\(folder)/client.pem sslkey=\(folder)/client.key" }
}
