package import SignerProtocol

/// One of the service's own two signing keys, a token object of the HSM.
package struct ServiceKey: Hashable, Sendable {
    package let purpose: ServiceKeyPurpose
    package let type: KeyType
    /// SubjectPublicKeyInfo in DER.
    package let publicKeyInfo: [UInt8]
    /// PKCS#10 in DER.
    package let certificationRequest: [UInt8]
    package internal(set) var certificate: InstalledChain?

    package init(
        purpose: ServiceKeyPurpose,
        type: KeyType,
        publicKeyInfo: [UInt8],
        certificationRequest: [UInt8],
        certificate: InstalledChain?
    ) {
        self.purpose = purpose
        self.type = type
        self.publicKeyInfo = publicKeyInfo
        self.certificationRequest = certificationRequest
        self.certificate = certificate
    }

    package var record: ServiceKeyRecord {
        ServiceKeyRecord(
            purpose: purpose,
            certificationRequest: Blob(certificationRequest),
            chain: certificate?.chain.map { Blob($0) } ?? []
        )
    }
}
