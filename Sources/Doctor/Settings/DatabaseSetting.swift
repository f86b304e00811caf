/// `database` in a settings file: the path of an SQLite file, or an engine with what it needs.
package struct DatabaseSetting: Decodable, Hashable, Sendable {
    package enum Meaning: Hashable, Sendable {
        /// Nil where the file has its usual name.
        case sqlite(file: String?)
        /// `connections` is how many a process opens at most.
        case postgres(conninfo: String, connections: Int)
    }

    /// Nil when the members do not fit each other.
    package let meaning: Meaning?
    /// As it may be printed: connection information may hold a secret where none belongs.
    let engine: String

    private enum Member: String, CodingKey {
        case engine, file, conninfo, connections
    }

    package init(from decoder: any Decoder) throws {
        if let file = try? decoder.singleValueContainer().decode(String.self) {
            engine = file
            meaning = .sqlite(file: file)
            return
        }
        let members = try decoder.container(keyedBy: Member.self)
        engine = try members.decode(String.self, forKey: .engine)
        let file = try members.decodeIfPresent(String.self, forKey: .file)
        let conninfo = try members.decodeIfPresent(String.self, forKey: .conninfo)
        let connections = try members.decodeIfPresent(Int.self, forKey: .connections)
        meaning =
            switch (engine, file, conninfo, connections ?? 8) {
            case ("sqlite", let file, nil, 8) where connections == nil: .sqlite(file: file)
            case ("postgres", nil, let conninfo?, let count) where (1...200).contains(count):
                .postgres(conninfo: conninfo, connections: count)
            default: nil
            }
    }

    /// What a settings file may say of it.
    package static let members: [SettingsDocument.Member] = [
        .required("database", .text, or: "database.engine"), .optional("database.engine", .text),
        .optional("database.file", .text), .optional("database.conninfo", .text),
        .optional("database.connections", .integer),
    ]
}

extension ValueRule {
    /// `accepts` tells whether connection information can be used.
    package static func database(
        of setting: @escaping @Sendable (File) -> DatabaseSetting,
        accepts: @escaping @Sendable (_ conninfo: String) -> Bool
    ) -> ValueRule {
        ValueRule(
            "database",
            Words(
                ja: """
                    SQLite のファイル名、{"engine": "sqlite", "file": …}、または {"engine": "postgres", "conninfo": …, \
                    "connections": 1〜200}。パスワードは conninfo に書かず passfile に置く。別のマシンへは sslmode=verify-full
                    """,
                en: """
                    the name of an SQLite file, {"engine": "sqlite", "file": …}, or {"engine": "postgres", "conninfo": …, \
                    "connections": 1 to 200}; a password stands in a passfile, never in conninfo; to another machine \
                    with sslmode=verify-full
                    """
            )
        ) {
            setting($0).engine
        } holds: { file in
            switch setting(file).meaning {
            case nil: false
            case .sqlite: true
            case .postgres(let conninfo, _): accepts(conninfo)
            }
        }
    }
}
