import SignerProtocol

/// The operator's two seal keys: makes sure that each has its certificate.
package struct ServiceKeys: Sendable {
    private let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// Makes the keys and carries their certification requests to the CA where that is still to be done.
    ///
    /// Harmless when repeated. Call at start; a dependency that is down throws `ServiceError.waiting`, and the first
    /// signature that needs the key tries again.
    package func ensure() async throws {
        for purpose in ServiceKeyPurpose.allCases {
            _ = try await key(of: purpose)
        }
    }

    /// The key with its certificate.
    func key(of purpose: ServiceKeyPurpose) async throws -> CertifiedKey {
        let key = try await calling(.signer) { try await needs.signer.serviceKey(purpose) }
        guard key.chain.isEmpty else { return try CertifiedKey(key) }
        let chain = try await needs.issue(key.certificationRequest.bytes, profile: purpose.profile)
        let installed = try await calling(.signer) {
            try await needs.signer.installServiceCertificate(IssuedChain(chain: chain.map(Blob.init)), for: purpose)
        }
        return try CertifiedKey(installed)
    }
}

extension ServiceKeyPurpose {
    fileprivate var profile: CertificateProfile {
        switch self {
        case .witness: .witnessSeal
        case .record: .recordSeal
        }
    }
}
