package import SignerProtocol

/// The service's database: a promise about guarantees, kept by each engine in its own way.
///
/// Engines throw `ServiceError.conflict` when someone else was first, `ServiceError.storage` for faults of their own,
/// and pass on whatever a body throws, with nothing written.
package protocol ServiceStore: Sendable {
    /// Runs `body` on one consistent snapshot. `body` may run again after a conflict.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws -> Value

    /// Runs `body` alone over what it touches, and commits all of it or nothing.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws -> Value

    /// `WriteTransaction.leaseJob` as a transaction of its own, which depends on the job's row and on nothing else.
    func leaseJob(at time: Timestamp, until leaseEnds: Timestamp, by holder: String) async throws -> LeasedJob?
    /// `WriteTransaction.complete` likewise.
    func complete(_ job: LeasedJob) async throws
}

extension ServiceStore {
    package func leaseJob(
        at time: Timestamp,
        until leaseEnds: Timestamp,
        by holder: String
    ) async throws -> LeasedJob? {
        try await write { try $0.leaseJob(at: time, until: leaseEnds, by: holder) }
    }

    package func complete(_ job: LeasedJob) async throws {
        try await write { try $0.complete(job) }
    }
}
