import CMS
import Foundation

/// The certificates with which the two processes of ours meet each other and the browser.
struct TransportCertificates {
    /// The service's name in its client certificate, which the signer's list of allowed clients repeats.
    static let serviceName = "chigiri-service"
    static let signerName = "chigiri-signer"

    let authority: TrialIdentity
    let now: Date

    /// Makes what is missing; ends of a year are met by a new certificate at the next start.
    func write(to folder: TrialFolder) throws {
        let service = IdentityMaker(folder: folder.service.appending(path: "tls"), now: now)
        _ = try service.identity("server", .test("localhost"), days: 397, issuer: authority, server)
        _ = try service.identity(
            "client",
            .test(Self.serviceName),
            days: 397,
            issuer: authority,
            [.keyUsage([.digitalSignature]), .extendedKeyUsage([OID.clientAuthentication], isCritical: false)]
        )
        let signer = IdentityMaker(folder: folder.signer.appending(path: "tls"), now: now)
        _ = try signer.identity("server", .test(Self.signerName), days: 397, issuer: authority, server)

        let root = PEM.certificate(authority.certificate.der)
        try TrialFolder.write(root, to: folder.internalRoot)
        try TrialFolder.write(root, to: folder.signer.appending(path: "tls/internal-root.pem"))
    }

    private let server: [CertificateExtension] = [
        .keyUsage([.digitalSignature]),
        .extendedKeyUsage([OID.serverAuthentication], isCritical: false),
        .subjectAltName([
            .dns("localhost"), .ipAddress([127, 0, 0, 1]), .ipAddress(Array(repeating: 0, count: 15) + [1]),
        ]),
    ]

    init(authority: TrialIdentity, now: Date) {
        self.authority = authority
        self.now = now
    }
}
