package import Foundation

/// Decides which URLs found in certificates may be fetched at all.
///
/// Such URLs are written by strangers, so they must not reach this machine or its neighbours. A name is resolved once,
/// every address it has must be public, and the connection goes to exactly those addresses, so a second answer of the
/// name server cannot lead elsewhere.
///
/// - SeeAlso: REV-11; SIGNING 0a, 20
package struct PublicAddressGuard: Sendable {
    /// Origins of the settings that are fetched wherever they lead.
    package let exemptOrigins: Set<Origin>
    package let resolve: Resolver

    package init(exemptOrigins: Set<Origin>, resolve: @escaping Resolver) {
        self.exemptOrigins = exemptOrigins
        self.resolve = resolve
    }

    /// Where a request may connect to.
    package enum Admission: Hashable, Sendable {
        /// An origin the operator trusts: the client resolves it itself.
        case exempt
        /// Only to one of these.
        case pinned(host: String, addresses: [InternetAddress])
    }

    /// - Throws: `OutboundError.urlRefused` or `.addressNotPublic`.
    package func admit(_ url: URL) async throws(OutboundError) -> Admission {
        guard let origin = Origin(url) else { throw .urlRefused(url.absoluteString) }
        if exemptOrigins.contains(origin) { return .exempt }
        let addresses = try await resolve(origin.host)
        if let inside = addresses.first(where: { !$0.isPublic }) {
            throw .addressNotPublic(host: origin.host, address: inside.description)
        }
        guard !addresses.isEmpty else { throw .nameNotResolved(host: origin.host) }
        return .pinned(host: origin.host, addresses: addresses)
    }
}
