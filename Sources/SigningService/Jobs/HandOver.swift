import Logging

extension ServiceNeeds {
    /// Hands a mail over; the relay's code when it will never be taken, and nil when it was.
    ///
    /// - Throws: `ServiceError.waiting` when it is to be tried again.
    func handOver(_ message: MailMessage, id: String) async throws -> String? {
        do {
            try await calling(.mail) {
                do {
                    try await mail.send(message, id: id)
                } catch ExternalServiceError.unavailable(let service, let reason) {
                    log.warning("mail is not taken now", metadata: ["mail": "\(id)", "reason": "\(reason)"])
                    throw ExternalServiceError.unavailable(service: service, reason: reason)
                }
            }
            return nil
        } catch ServiceError.dependencyRefused(.mail, let reason) {
            log.warning("mail is refused", metadata: ["mail": "\(id)", "reason": "\(reason)"])
            return reason
        }
    }
}
