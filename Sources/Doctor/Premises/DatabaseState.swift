import Foundation

/// What a database file says of itself.
package struct DatabaseState: Hashable, Sendable {
    /// Names of the steps that its schema has gone through.
    let applied: Set<String>
    /// Names of the steps that this program knows.
    let known: Set<String>
    /// `TEST` or `PRODUCTION`; nil before its first start, and when nobody knows the stamp.
    let environment: String?

    package init(applied: Set<String>, known: [String], environment: String?) {
        self.applied = applied
        self.known = Set(known)
        self.environment = environment
    }
}

/// Reads a database without changing it.
///
/// Nil when there is none yet.
package typealias ReadDatabase = @Sendable (_ path: String) throws -> DatabaseState?

extension Premises {
    /// Every check of the file of records, read with `read`.
    package static func database(_ read: @escaping ReadDatabase) -> [Examination<Premises>] {
        [otherEnvironment(read), unreadable(read), newer(read)]
    }

    private static func otherEnvironment(_ read: @escaping ReadDatabase) -> Examination<Premises> {
        Examination(
            "DATABASE_ENVIRONMENT",
            in: .everywhere,
            cause: Words(
                ja: "データベースが別の環境のものです: {}",
                en: "The database belongs to the other environment: {}."
            ),
            remedy: Words(
                ja: "試験環境と本番環境のデータは混ぜられません。environment か database を直してください。",
                en: "Data of test and production are never mixed; correct environment or database."
            ),
            .beforeStart { premises in
                guard let stamp = try? read(premises.database.value)?.environment, stamp != premises.environment else {
                    return []
                }
                return [Words("\(premises.database.words.en) = \(stamp), environment = \(premises.environment)")]
            }
        )
    }

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
                    _ = try read(premises.database.value)
                    return .found([])
                } catch {
                    return .found([Words("\(premises.database.words.en): \(error)")])
                }
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
                guard let state = try? read(premises.database.value) else { return .found([]) }
                let unknown = state.applied.subtracting(state.known).sorted()
                return .found(
                    unknown.isEmpty ? [] : [Words("\(premises.database.words.en): \(unknown.joined(separator: ", "))")]
                )
            }
        )
    }
}
