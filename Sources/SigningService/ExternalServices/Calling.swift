import SignerProtocol
import Tracing

/// Calls a service outside this process and says what went wrong in the service's own terms.
///
/// A tracer sees the name of the dependency and how long the call took.
///
/// - Throws: `ServiceError.waiting` when it is down, `.dependencyRefused` or `.signerRefused` when it says no.
func calling<Answer>(
    _ dependency: Dependency,
    isolation: isolated (any Actor)? = #isolation,
    _ call: () async throws -> Answer
) async throws -> Answer {
    do {
        return try await withSpan(dependency.rawValue, ofKind: .client, isolation: isolation) { _ in try await call() }
    } catch let error as ExternalServiceError {
        switch error {
        case .unavailable: throw ServiceError.waiting(for: dependency, retryAfterInSeconds: 5)
        case .refused(_, let reason): throw ServiceError.dependencyRefused(dependency, reason: reason)
        case .signer(.hsmUnavailable), .signer(.storageUnavailable), .signer(.inProgress):
            throw ServiceError.waiting(for: dependency, retryAfterInSeconds: 5)
        case .signer(let refusal): throw ServiceError.signerRefused(refusal)
        }
    }
}
