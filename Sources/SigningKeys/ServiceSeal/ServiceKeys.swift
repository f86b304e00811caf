import CMS
package import SignerProtocol

extension SigningRoom {
    /// Makes the service's keys where there are none yet, so that they are there when they are asked for.
    ///
    /// For a signer that starts alone, as the first start of a new one has to: two signers that are asked at once would
    /// each find none in the token, and make two of one name.
    package func makeServiceKeys() async throws(SignerError) {
        let seal = ServiceSeal(room: self)
        for purpose in ServiceKeyPurpose.allCases { _ = try await seal.serviceKey(purpose, client: "signer") }
    }
}

extension ServiceSeal {
    /// The key of a purpose, made the first time.
    package func serviceKey(
        _ purpose: ServiceKeyPurpose,
        client: String
    ) async throws(SignerError) -> ServiceKeyRecord {
        if let key = try await room.store.reading({ try $0.serviceKey(purpose) }) { return key.record }
        let type = room.policy.keyTypes.service
        let publicKeyInfo = try await room.keys.servicePublicKeyInfo(purpose, type.kind)
        let content = CertificationRequestContent(
            subject: DistinguishedName([(OID.commonName, "\(room.policy.instance) \(purpose.rawValue)")]),
            publicKeyInfo: publicKeyInfo,
            extensions: [],
            signatureAlgorithm: type.algorithm
        )
        let signature = try await room.keys.signCertificationRequest(
            content.toBeSigned,
            with: .service(purpose, type, publicKeyInfo: publicKeyInfo)
        )
        let key = ServiceKey(
            purpose: purpose,
            type: type,
            publicKeyInfo: publicKeyInfo,
            certificationRequest: content.assemble(signature: signature),
            certificate: nil
        )
        let made = AuditEvent(
            .serviceKeyMade,
            chain: purpose.rawValue,
            actor: client,
            at: room.now(),
            ["keyFp": sha256(publicKeyInfo).hexadecimal, "profile": "T", "keyType": type.rawValue]
        )
        return try await room.store.writing { transaction in
            // Two calls at once: the first one's request is kept.
            if let key = try transaction.serviceKey(purpose) { return key.record }
            try transaction.save(key, recording: made)
            return key.record
        }
    }

    /// Installs the certificate of a service key: its first, or a renewed one for the same key.
    ///
    /// - SeeAlso: KEY-3
    package func installCertificate(
        of purpose: ServiceKeyPurpose,
        _ issued: IssuedChain,
        client: String
    ) async throws(SignerError) -> ServiceKeyRecord {
        let time = room.now()
        let ders = issued.chain.map(\.bytes)
        guard var key = try await room.store.reading({ try $0.serviceKey(purpose) }) else { throw .unknownCredential }
        guard key.certificate?.chain != ders else { return key.record }
        let chain = try CheckedChain(ders, policy: room.policy, at: time)
        guard chain.leaf.publicKeyInfo == key.publicKeyInfo else { throw .certificateMismatch }
        key.certificate = InstalledChain(
            chain: ders,
            binding: try await room.keys.code(.serviceCertificate(of: key, chain: ders)),
            notAfter: Timestamp(chain.leaf.notAfter)
        )
        let installed = AuditEvent(
            .certificateInstalled,
            chain: purpose.rawValue,
            actor: client,
            at: time,
            ["certFp": sha256(chain.leaf.der).hexadecimal, "root": sha256(chain.root.der).hexadecimal]
        )
        let changed = key
        try await room.store.writing { try $0.save(changed, recording: installed) }
        room.crashPoint.reached(.certificateInstalled)
        return changed.record
    }
}
