import Foundation
import NIOSSL

/// How a partner knows us, and how we know it; secrets are read from their files for each connection.
///
/// - SeeAlso: TSP-7; RFC 7617
package struct PartnerAccess: Hashable, Sendable {
    package struct Login: Hashable, Sendable {
        package let user: String
        package let passwordFile: String

        package init(user: String, passwordFile: String) {
            self.user = user
            self.passwordFile = passwordFile
        }
    }

    /// Our certificate and its key, PEM files.
    package struct Identity: Hashable, Sendable {
        package let certificate: String
        package let key: String

        package init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    /// Nil where the partner wants no password.
    package let login: Login?
    /// Nil where the partner wants no certificate.
    package let identity: Identity?
    /// A PEM file of the only roots that are believed; nil for those of the system.
    package let trustRoots: String?

    package init(login: Login? = nil, identity: Identity? = nil, trustRoots: String? = nil) {
        self.login = login
        self.identity = identity
        self.trustRoots = trustRoots
    }

    /// Nil where the system's settings will do.
    func tls() throws(OutboundError) -> TLSConfiguration? {
        guard identity != nil || trustRoots != nil else { return nil }
        do {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.minimumTLSVersion = .tlsv12
            if let trustRoots { tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(trustRoots)) }
            if let identity {
                tls.certificateChain = try NIOSSLCertificate.fromPEMFile(identity.certificate).map { .certificate($0) }
                tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: identity.key, format: .pem))
            }
            return tls
        } catch {
            throw .tlsRefused(reason: "\(error)")
        }
    }

    /// The value of the header; nil without a login.
    func authorization() throws(OutboundError) -> String? {
        guard let login else { return nil }
        let pair = "\(login.user):\(try secret(in: login.passwordFile))"
        return "Basic " + Data(pair.utf8).base64EncodedString()
    }
}
