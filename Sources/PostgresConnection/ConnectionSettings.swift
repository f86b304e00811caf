import CLibPQ
import Foundation

/// Why connection information is refused.
package enum ConnectionFault: Hashable, Sendable {
    /// libpq cannot read it.
    case malformed(String)
    /// `service` and `servicefile` would hide from us where the connection goes.
    case serviceFile
    /// A password stands in the text; it belongs in the file that `passfile` names.
    case secretInText
    /// A host elsewhere is reached only with `sslmode=verify-full`: the server's certificate and name are checked.
    case unverifiedHost(String)
}

/// Where the database is and how it is reached, as libpq's keywords and values.
///
/// What the text leaves open comes from libpq's own sources (`PGHOST`, `PGSSLMODE` …), so that what is checked here is what
/// will be used.
package struct ConnectionSettings: Sendable {
    private(set) var values: [String: String]
    /// Names another machine, and so asks for the check of certificate and name.
    let isRemote: Bool

    /// Reads a connection string or URI of libpq.
    ///
    /// - Throws: `PostgresError.connectionString`.
    /// - SeeAlso: https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING
    package init(_ text: String) throws(PostgresError) {
        // What is set to nothing libpq takes from its own sources, too.
        let given = try Self.parse(text).filter { !$0.value.isEmpty }
        guard given["service"] == nil, given["servicefile"] == nil else { throw .connectionString(.serviceFile) }
        var values = Self.read(PQconndefaults()).merging(given) { _, given in given }
        // Where the environment names a service, libpq's defaults have its values already.
        values["service"] = nil

        let remote = Self.hosts(values).filter { !Self.isLocal($0) }
        if let host = remote.first, values["sslmode"] != "verify-full" {
            throw .connectionString(.unverifiedHost(host))
        }
        isRemote = !remote.isEmpty
        // GSSAPI encryption would take the place of TLS, and with it of the check of the certificate.
        if isRemote { values["gssencmode"] = "disable" }

        values["client_encoding"] = "UTF8"
        for (keyword, value) in Self.ours where given[keyword] == nil { values[keyword] = value }
        self.values = values
    }

    /// Reads the connection information of a settings file, in which no secret may stand.
    ///
    /// - Throws: `PostgresError.connectionString`.
    package init(setting text: String) throws(PostgresError) {
        let given = try Self.parse(text)
        guard given["password"] == nil, given["sslpassword"] == nil else { throw .connectionString(.secretInText) }
        try self.init(text)
    }

    /// Where the database is, for people.
    package var place: String {
        ["host", "hostaddr", "port", "dbname"].compactMap { keyword in values[keyword].map { "\(keyword)=\($0)" } }
            .joined(separator: " ")
    }

    /// Files and socket folders that a connection needs.
    package var files: [String] {
        let sockets = Self.hosts(values).map { $0.isEmpty ? "/var/run/postgresql" : $0 }
        let named = ["passfile", "sslcert", "sslkey", "sslrootcert", "sslcrl"].compactMap { values[$0] }
        return (sockets + named).filter { $0.hasPrefix("/") }
    }

    /// The same server and account, another database.
    package func database(_ name: String) -> ConnectionSettings {
        var other = self
        other.values["dbname"] = name
        return other
    }

    /// Where libpq's defaults would wait for hours, or write to a standby.
    private static let ours = [
        "application_name": "chigiri",
        "connect_timeout": "10",
        "keepalives_idle": "30",
        "keepalives_interval": "10",
        "keepalives_count": "3",
        "tcp_user_timeout": "60000",
        "target_session_attrs": "read-write",
    ]

    private static func parse(_ text: String) throws(PostgresError) -> [String: String] {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &message) else {
            defer { PQfreemem(message) }
            // libpq's message quotes the text, in which a password may stand.
            throw .connectionString(.malformed("not in libpq's form"))
        }
        return read(options)
    }

    /// Keywords with a value; `options` is freed.
    private static func read(_ options: UnsafeMutablePointer<PQconninfoOption>?) -> [String: String] {
        guard let options else { return [:] }
        defer { PQconninfoFree(options) }
        var values: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return values
    }

    /// Where libpq will connect to, in its own order of preference: address, name or socket folder, default socket.
    private static func hosts(_ values: [String: String]) -> [String] {
        let addresses = list(values["hostaddr"])
        let names = list(values["host"])
        return (0..<max(1, addresses.count, names.count)).map { index in
            let address = index < addresses.count ? addresses[index] : ""
            let name = index < names.count ? names[index] : ""
            return address.isEmpty ? name : address
        }
    }

    private static func list(_ text: String?) -> [String] {
        guard let text, !text.isEmpty else { return [] }
        return text.split(separator: ",", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
    }

    /// Whether the bytes stay on this machine, as far as the text says.
    private static func isLocal(_ host: String) -> Bool {
        host.isEmpty || host == "localhost" || isSocket(host) || isLoopback(host)
    }

    /// Whether it is the folder of a Unix socket.
    static func isSocket(_ host: String) -> Bool {
        host.hasPrefix("/") || host.hasPrefix("@")
    }

    /// Whether it is an address, and one of this machine only.
    static func isLoopback(_ address: String) -> Bool {
        var four = in_addr()
        if inet_pton(AF_INET, address, &four) == 1 { return UInt32(bigEndian: four.s_addr) >> 24 == 127 }
        return address == "::1"
    }
}
