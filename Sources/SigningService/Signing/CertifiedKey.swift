import CMS
import SignerProtocol

/// A key of the signer process as the service needs it to prepare a signature: its certificates, and what it signs with.
struct CertifiedKey: Hashable, Sendable {
    /// Leaf first, DER.
    let chain: [[UInt8]]
    /// With its parameters, as the signatures will name it.
    let algorithm: AlgorithmIdentifier

    /// The certification request tells the algorithm: the key signed it as it signs everything.
    ///
    /// - Throws: `ServiceError.signatureNotMade` when it cannot be read.
    init(chain: [[UInt8]], certificationRequest: [UInt8]) throws {
        self.chain = chain
        do {
            algorithm = try CertificationRequest(der: certificationRequest).signatureAlgorithm
        } catch {
            throw ServiceError.signatureNotMade("\(error)")
        }
    }

    init(_ record: ServiceKeyRecord) throws {
        try self.init(chain: record.chain.map(\.bytes), certificationRequest: record.certificationRequest.bytes)
    }
}
