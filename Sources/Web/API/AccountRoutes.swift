import Hummingbird
import SigningService

extension API {
    func addAccountRoutes(to router: Router<APIContext>) {
        router.post("/v1/setup") { request, _ in
            let body = try await request.read(SetupBody.self)
            let made = try await accounts.setUp(
                token: body.setupToken,
                organisation: body.organisation.body.name,
                name: body.account.body.name,
                email: body.account.body.email
            )
            let view = SetupView(
                organisationId: made.account.organisation.text,
                accountId: made.account.id.text,
                token: made.token.text
            )
            return JSONAnswer(view, status: .created)
        }
        router.post("/v1/accounts") { request, _ in
            let sender = try await sender(of: request)
            let body = try await request.read(AccountBody.self)
            let made = try await accounts.create(name: body.name, email: body.email, by: sender)
            return JSONAnswer(AccountView(accountId: made.account.id.text, token: made.token.text), status: .created)
        }
    }
}

private struct SetupBody: JSONBody {
    static let members: Set<String> = ["setupToken", "organisation", "account"]
    let setupToken: String
    let organisation: Closed<OrganisationBody>
    let account: Closed<AccountBody>
}

private struct OrganisationBody: JSONBody {
    static let members: Set<String> = ["name"]
    let name: String
}

private struct AccountBody: JSONBody {
    static let members: Set<String> = ["name", "email"]
    let name: String
    let email: String
}

private struct SetupView: Encodable {
    let organisationId: String
    let accountId: String
    let token: String
}

private struct AccountView: Encodable {
    let accountId: String
    let token: String
}
