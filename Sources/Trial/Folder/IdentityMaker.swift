import CMS
import Foundation

/// Makes keys and certificates in a folder, or loads those that are there.
struct IdentityMaker {
    let folder: URL
    let now: Date

    /// A self-signed authority.
    func root(_ name: String, _ subject: DistinguishedName) throws -> TrialIdentity {
        if let loaded = try load(name) { return loaded }
        let extensions: [CertificateExtension] = [
            .basicConstraints(isAuthority: true, pathLength: nil), .keyUsage([.keyCertSign, .cRLSign]),
        ]
        return try make(name, subject, days: 7300, issuer: nil, extensions)
    }

    func identity(
        _ name: String,
        _ subject: DistinguishedName,
        days: Int,
        issuer: TrialIdentity,
        _ extensions: [CertificateExtension]
    ) throws -> TrialIdentity {
        try load(name) ?? make(name, subject, days: days, issuer: issuer, extensions)
    }

    /// What is there already; nil when it is not, or ends within thirty days.
    private func load(_ name: String) throws -> TrialIdentity? {
        let files = files(name)
        guard TrialFolder.exists(files.key), TrialFolder.exists(files.certificate) else { return nil }
        guard let der = PEM.firstCertificate(try TrialFolder.text(files.certificate)) else {
            throw TrialError.folder(path: files.certificate.path, reason: "not a certificate")
        }
        let certificate = try Certificate(der: der)
        guard certificate.notAfter > now.addingTimeInterval(30 * 86400) else { return nil }
        return TrialIdentity(key: try TrialKey(pem: try TrialFolder.text(files.key)), certificate: certificate)
    }

    /// `issuer` nil: signed by itself.
    ///
    /// Key identifiers are added.
    private func make(
        _ name: String,
        _ subject: DistinguishedName,
        days: Int,
        issuer: TrialIdentity?,
        _ extensions: [CertificateExtension]
    ) throws -> TrialIdentity {
        let key = TrialKey()
        var extensions = extensions
        extensions.append(try .subjectKeyIdentifier(of: key.publicKeyInfo))
        if let issuer { extensions.append(.authorityKeyIdentifier(issuer.key.identifier)) }
        let der = try CertificateContent.test(
            subject: subject,
            issuer: issuer?.certificate.subject ?? subject,
            publicKeyInfo: key.publicKeyInfo,
            days: days,
            now: now,
            extensions: extensions
        ).signed(by: issuer?.key ?? key)
        let files = files(name)
        try TrialFolder.write(key.pem + "\n", to: files.key)
        try TrialFolder.write(PEM.certificate(der), to: files.certificate)
        return TrialIdentity(key: key, certificate: try Certificate(der: der))
    }

    private func files(_ name: String) -> (key: URL, certificate: URL) {
        (folder.appending(path: "\(name).key.pem"), folder.appending(path: "\(name).pem"))
    }
}
