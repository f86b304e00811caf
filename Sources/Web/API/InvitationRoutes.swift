import Hummingbird
import SignerProtocol
import SigningService

extension API {
    /// The link is exchanged by POST: a mail scanner that opens it changes nothing.
    func addInvitationRoutes(to router: Router<APIContext>) {
        router.post("/v1/invitations/exchange") { request, _ in
            let sender = try await visitingSender(of: request)
            let body = try await request.read(ExchangeBody.self)
            let opened = try await ceremony.exchange(
                token: body.token,
                proof: OpeningProof(session: body.session, code: body.code),
                openedBy: sender
            )
            return JSONAnswer(ExchangeView(opened), status: .created)
        }
    }

    /// The sender who brings her own token along, if any.
    private func visitingSender(of request: Request) async throws -> SenderActor? {
        guard let token = try request.bearer() else { return nil }
        return try await accounts.sender(bearing: token)
    }
}

private struct ExchangeBody: JSONBody {
    static let members: Set<String> = ["token", "session", "code"]
    let token: String
    let session: String?
    let code: String?
}

private struct ExchangeView: Encodable {
    let session: String
    let envelopeId: String
    let signerId: String
    let expiresAt: String

    init(_ opened: OpenedSession) {
        session = opened.session.text
        envelopeId = opened.envelope.text
        signerId = opened.signer.text
        expiresAt = opened.expiresAt.rfc3339
    }
}
