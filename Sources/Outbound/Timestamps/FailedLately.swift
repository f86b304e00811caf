import Synchronization

/// Which time-stamping authorities have just failed, in this process.
final class FailedLately: Sendable {
    private let failures = Mutex<[String: ContinuousClock.Instant]>([:])

    /// How long an authority comes after the others.
    private static let span = Duration.seconds(30)

    /// In their own order, but for those that have just failed: they come last.
    func ordered(_ authorities: [TimestampAuthority]) -> [TimestampAuthority] {
        let limit = ContinuousClock.now - Self.span
        let failed = failures.withLock { $0.filter { $0.value > limit } }
        return authorities.filter { failed[$0.name] == nil } + authorities.filter { failed[$0.name] != nil }
    }

    func insert(_ authority: TimestampAuthority) {
        failures.withLock { $0[authority.name] = ContinuousClock.now }
    }

    func remove(_ authority: TimestampAuthority) {
        failures.withLock { _ = $0.removeValue(forKey: authority.name) }
    }
}
