import Hummingbird
import Logging
import NIOCore
import NIOSSL
import SignerProtocol
import SwiftASN1
import X509

/// A request with the connection it came by, so that the caller's certificate can be asked for.
struct SignerRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Common name of the caller's certificate; set by `PeerIdentity`.
    var client: String
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
        client = ""
    }

    /// The caller's certificate, which TLS has checked against the internal authority.
    func peerCertificate() async throws -> NIOSSLCertificate? {
        try await channel.nioSSL_peerCertificate().get()
    }
}

/// Lets in only callers whose certificate bears a name that the settings allow.
///
/// TLS has already refused a caller without a certificate of the internal authority.
struct PeerIdentity: RouterMiddleware {
    let allowed: Set<String>

    func handle(
        _ request: Request,
        context: SignerRequestContext,
        next: (Request, SignerRequestContext) async throws -> Response
    ) async throws -> Response {
        guard let name = try? await commonName(of: context), allowed.contains(name) else {
            context.logger.notice("a caller whose certificate has no allowed name was refused")
            return SignerAnswer.refusal(.notAuthorised)
        }
        var context = context
        context.client = name
        return try await next(request, context)
    }

    /// The one common name of the caller's certificate.
    private func commonName(of context: SignerRequestContext) async throws -> String? {
        guard let peer = try await context.peerCertificate() else { return nil }
        let certificate = try Certificate(derEncoded: peer.toDERBytes())
        let names = certificate.subject.flatMap { $0 }
            .filter { $0.type == .RDNAttributeType.commonName }
            .compactMap { String($0.value) }
        return names.count == 1 ? names[0] : nil
    }
}
