import CMS
package import SignerProtocol

extension Credentials {
    /// Installs the certificate that the CA issued: the credential becomes ACTIVE.
    ///
    /// The public key must be the HSM's, the names the verified person's, and the chain must end at a pinned root.
    /// Installing the same certificate again changes nothing.
    ///
    /// - SeeAlso: KEY-3, KEY-4
    package func installCertificate(
        of id: String,
        _ issued: IssuedChain,
        client: String
    ) async throws(SignerError) -> CredentialRecord {
        let time = room.now()
        let credential = try await credential(id)
        let ders = issued.chain.map(\.bytes)
        if credential.state == .active, credential.certificate?.chain == ders { return credential.record }
        guard credential.state == .certificatePending, let key = credential.key else { throw .illegalTransition }
        guard credential.passkey != nil else { throw .passkeyMissing }

        let chain = try CheckedChain(ders, policy: room.policy, at: time)
        let leaf = chain.leaf
        guard leaf.publicKeyInfo == key.publicKeyInfo,
            leaf.subject.commonName == credential.subject,
            leaf.rfc822Names == [credential.subject]
        else { throw .certificateMismatch }
        let binding = try await room.keys.code(.certificate(of: credential, chain: ders))

        var active = credential
        active.certificate = InstalledChain(chain: ders, binding: binding, notAfter: Timestamp(leaf.notAfter))
        let facts = [
            "certFp": sha256(leaf.der).hexadecimal,
            "issuer": leaf.issuer.display,
            "root": sha256(chain.root.der).hexadecimal,
        ]
        let change = try active.moved(to: .active, .certificateInstalled, by: client, at: time, facts)
        let record = try await save(change).record
        room.crashPoint.reached(.certificateInstalled)
        return record
    }
}
