import Foundation

extension Premises {
    /// Every check of the database; a file is read with `read`, and `command` brings the schema of another up to date.
    package static func database(_ read: @escaping ReadDatabase, command: String) -> [Examination<Premises>] {
        [
            foreignFile(read), foreignServer, unreadable(read), unreachable, older(command), newer(read),
        ]
    }

    private func foreign(_ state: DatabaseState?) -> [Words] {
        guard let stamp = state?.environment, stamp != environment else { return [] }
        return [Words("\(database.words.en) = \(stamp), environment = \(environment)")]
    }

    private func found(_ reason: String) -> Outcome {
        .found(reason.isEmpty ? [] : [Words("\(database.words.en): \(reason)")])
    }

    private static let foreignCause = Words(
        ja: "データベースが別の環境のものです: {}",
        en: "The database belongs to the other environment: {}."
    )
    private static let foreignRemedy = Words(
        ja: "試験環境と本番環境のデータは混ぜられません。environment か database を直してください。",
        en: "Data of test and production are never mixed; correct environment or database."
    )

    private static func foreignFile(_ read: @escaping ReadDatabase) -> Examination<Premises> {
        Examination(
            "DATABASE_ENVIRONMENT",
            in: .everywhere,
            cause: foreignCause,
            remedy: foreignRemedy,
            .beforeStart { premises in
                premises.foreign(premises.database.file.flatMap { try? read($0.value) })
            }
        )
    }

    /// At a start the store itself refuses it.
    private static let foreignServer = Examination<Premises>(
        "DATABASE_SERVER_ENVIRONMENT",
        in: .everywhere,
        cause: foreignCause,
        remedy: foreignRemedy,
        .here { premises in .found(premises.foreign(try? await premises.database.readServer())) }
    )

    private static func unreadable(_ read: @escaping ReadDatabase) -> Examination<Premises> {
        Examination(
            "DATABASE_UNREADABLE",
            in: .everywhere,
            cause: Words(ja: "データベースを開けません: {}", en: "The database cannot be opened: {}."),
            remedy: Words(
                ja: "場所と権限を確かめ、壊れていればバックアップから戻してください。",
                en: "Check its place and permissions; restore it from a backup if it is damaged."
            ),
            .here { premises in
                do {
                    if let file = premises.database.file { _ = try read(file.value) }
                    return .found([])
                } catch {
                    return premises.found("\(error)")
                }
            }
        )
    }

    private static let unreachable = Examination<Premises>(
        "DATABASE_UNREACHABLE",
        in: .everywhere,
        cause: Words(ja: "データベースのサーバーを使えません: {}", en: "The database server cannot be used: {}."),
        remedy: Words(
            ja: "conninfo の場所・名前・証明書と、サーバーが動いていることを確かめてください。",
            en: "Check place, names and certificates in conninfo, and that the server runs."
        ),
        .here { premises in
            do {
                _ = try await premises.database.readServer()
                return .found([])
            } catch {
                return premises.found("\(error)")
            }
        }
    )

    /// A file is migrated when it is opened; one on a server is not.
    private static func older(_ command: String) -> Examination<Premises> {
        Examination(
            "DATABASE_OLDER",
            in: .everywhere,
            cause: Words(
                ja: "データベースの構造が、このプログラムより古いです: {}",
                en: "The schema of the database is older than this program: {}."
            ),
            remedy: Words(ja: "`\(command)` を実行してください。", en: "Run `\(command)`."),
            .here { premises in
                let state = try? await premises.database.readServer()
                return premises.found(state?.missing.joined(separator: ", ") ?? "")
            }
        )
    }

    private static func newer(_ read: @escaping ReadDatabase) -> Examination<Premises> {
        Examination(
            "DATABASE_NEWER",
            in: .everywhere,
            cause: Words(
                ja: "データベースの構造が、このプログラムより新しいです: {}",
                en: "The schema of the database is newer than this program: {}."
            ),
            remedy: Words(
                ja: "データベースを移行したのと同じ版以降のプログラムを使ってください。",
                en: "Use the release that has migrated the database, or a later one."
            ),
            .here { premises in
                let file = premises.database.file.flatMap { try? read($0.value) }
                let server = try? await premises.database.readServer()
                return premises.found((file ?? server)?.laterContracts.joined(separator: ", ") ?? "")
            }
        )
    }
}

extension Premises.DatabasePlace {
    /// Nil also where there is no server.
    fileprivate func readServer() async throws -> DatabaseState? {
        switch self {
        case .file: nil
        case .server(_, let read): try await read()
        }
    }
}
