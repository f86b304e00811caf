import PostgresConnection
import SigningService

extension PostgresError {
    /// As the contract of `ServiceStore` says it.
    var serviceError: ServiceError {
        isSerializationFailure || isUniqueViolation ? .conflict : .storage(description)
    }
}
