/// The mark by which a database says whether its signatures are meant.
///
/// It is the *application id* of an SQLite file, so it is there before any table.
///
/// - SeeAlso: https://www.sqlite.org/pragma.html#pragma_application_id
package enum EnvironmentStamp: Int32, Hashable, Sendable, CaseIterable {
    /// “ChgT”.
    case test = 0x4368_6754
    /// “ChgP”.
    case production = 0x4368_6750

    /// `TEST` or `PRODUCTION`.
    package var environment: String {
        switch self {
        case .test: "TEST"
        case .production: "PRODUCTION"
        }
    }

    /// Nil unless `environment` is `TEST` or `PRODUCTION`.
    package init?(environment: String) {
        guard let stamp = EnvironmentStamp.allCases.first(where: { $0.environment == environment }) else { return nil }
        self = stamp
    }
}
