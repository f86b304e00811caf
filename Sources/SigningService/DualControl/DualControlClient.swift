package import SignerProtocol

/// The part of the signer process in which two operators approve what no one person may do.
///
/// Every method throws `ExternalServiceError`.
package protocol DualControlClient: Sendable {
    func operators() async throws -> [OperatorRecord]
    func requestOperator(_ request: OperatorRequest) async throws -> OperatorEnrolment
    func registerOperator(_ registration: OperatorRegistration, as id: String) async throws -> OperatorRecord
    /// The newest first.
    func acts() async throws -> [CriticalActRecord]
    func requestAct(_ request: CriticalActRequest) async throws -> CriticalActRecord
    func approveAct(_ id: String, _ assertion: PasskeyAssertionBytes) async throws -> CriticalActRecord
}
