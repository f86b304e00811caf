import CMS
import Foundation

/// The trial's issuing CA.
struct IssuingAuthority: Sendable {
    let identity: TrialIdentity
    let ports: TrialPorts
    let register: CertificateRegister

    /// Issues a certificate for the key that signed the PKCS#10 request.
    ///
    /// Leaf first, without the root.
    ///
    /// - Throws: `RequestFault`.
    func issue(_ der: [UInt8], profile: CertificateProfile, now: Date) async throws -> [[UInt8]] {
        guard let request = try? CertificationRequest(der: der) else { throw RequestFault.malformed }
        do {
            try request.verifyPossession()
        } catch {
            throw RequestFault.proofOfPossession
        }
        let subject = try profile.subject(of: request)
        var extensions: [CertificateExtension] = [
            .keyUsage([.digitalSignature, .nonRepudiation]),
            .certificatePolicies([profile.policy]),
            try .subjectKeyIdentifier(of: request.publicKeyInfo),
            .authorityKeyIdentifier(identity.key.identifier),
            .authorityInformationAccess(
                ocsp: [ports.authorityURL + "/ocsp"],
                caIssuers: [ports.authorityURL + "/issuing.cer"]
            ),
            .crlDistributionPoints([ports.authorityURL + "/crl/issuing.crl"]),
        ]
        if profile == .signer { extensions.append(.subjectAltName(request.rfc822Names.prefix(1).map { .rfc822($0) })) }

        let content = CertificateContent.test(
            subject: subject,
            issuer: identity.certificate.subject,
            publicKeyInfo: request.publicKeyInfo,
            days: 730,
            now: now,
            extensions: extensions
        )
        let certificate = try content.signed(by: identity.key)
        try await register.add(
            CertificateRegister.Entry(
                serial: hexadecimal(content.serialNumber),
                subject: subject.commonName ?? "",
                profile: profile,
                issuedAt: now
            )
        )
        return [certificate, identity.certificate.der]
    }
}
