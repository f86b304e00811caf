import Doctor
import PostgresConnection

/// Where the service keeps its records.
enum DatabasePlace: Sendable {
    /// SQLite.
    case file(String)
    /// PostgreSQL; `connections` is how many this process opens at most.
    case server(ConnectionSettings, connections: Int)

    /// Whether both lead to the same records.
    func isSame(as other: DatabasePlace) -> Bool {
        switch (self, other) {
        case (.file(let one), .file(let other)): one == other
        case (.server(let one, _), .server(let other, _)): one.place == other.place
        default: false
        }
    }

    /// For people; without secrets.
    var words: String {
        switch self {
        case .file(let path): path
        case .server(let settings, _): "PostgreSQL \(settings.place)"
        }
    }

    /// Files and folders that a connection needs.
    var files: [String] {
        switch self {
        case .file: []
        case .server(let settings, _): settings.files
        }
    }
}

extension ServicePatient {
    /// Nil when `SETTING_REFUSED` names it.
    var databasePlace: DatabasePlace? {
        switch file.database.meaning {
        case nil: nil
        case .sqlite(let name): .file(path(name ?? "chigiri.db"))
        case .postgres(let conninfo, let connections):
            (try? ConnectionSettings(setting: conninfo)).map { .server($0, connections: connections) }
        }
    }
}
