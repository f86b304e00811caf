import HTTPTypes
import Hummingbird
import SigningService

extension Request {
    /// The token of `Authorization: Bearer …`; nil when the request has no such header.
    ///
    /// - Throws: `Problem` when the header has another form.
    /// - SeeAlso: RFC 6750 §2.1
    func bearer() throws -> String? {
        let fields = headers[values: .authorization]
        guard let field = fields.first else { return nil }
        let parts = field.split(separator: " ", omittingEmptySubsequences: false)
        guard fields.count == 1, parts.count == 2, parts[0].lowercased() == "bearer", !parts[1].isEmpty else {
            throw Problem.tokenMissing
        }
        return String(parts[1])
    }
}

extension API {
    /// The account whose token the request carries.
    func sender(of request: Request) async throws -> SenderActor {
        guard let token = try request.bearer() else { throw Problem.tokenMissing }
        return try await accounts.sender(bearing: token)
    }

    /// The signer whose session the request carries: as a token, or as the cookie of our own pages.
    func signer(of request: Request) async throws -> SignerActor {
        if let session = try request.bearer() { return try await ceremony.signer(bearing: session) }
        guard let session = Cookies.value(Cookies.signer, in: request, isSecure: isSecure) else {
            throw Problem.tokenMissing
        }
        if request.head.method != .get { try request.requireOrigin(among: relyingParty.origins) }
        return try await ceremony.signer(bearing: session)
    }
}
