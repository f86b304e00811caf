import Hummingbird
import SigningService

/// What the script of an entry's page asks for: the second person's passkey.
extension Pages {
    func addRegisterApprovals(to router: Router<APIContext>) {
        router.post("/registers/{register}/{number}/approval/{version}/options") { request, context in
            let sender = try await account(of: request)
            _ = try await request.read(EmptyBody.self)
            let options = try await registers.approvalOptions(
                try context.entryNumber(),
                in: try context.register(),
                seen: try context.entryVersion(),
                for: sender
            )
            return JSONAnswer(
                ApprovalOptionsView(
                    statement: Base64URL(options.statement),
                    publicKey: RequestOptionsView(
                        challenge: RegisterStatement.challenge(of: options.statement),
                        relyingParty: needs.relyingParty.id,
                        passkeys: options.passkeys
                    )
                )
            )
        }
        router.post("/registers/{register}/{number}/approval/{version}") { request, context in
            let sender = try await account(of: request)
            let body = try await request.read(AssertedCredential.self)
            let entry = try await registers.approve(
                try context.entryNumber(),
                in: try context.register(),
                seen: try context.entryVersion(),
                with: body.assertion,
                by: sender
            )
            return JSONAnswer(["state": entry.state.name.rawValue])
        }
    }
}

/// The exact bytes of a statement, and what `navigator.credentials.get` needs for its approval.
private struct ApprovalOptionsView: Encodable {
    let statement: Base64URL
    let publicKey: RequestOptionsView
}
