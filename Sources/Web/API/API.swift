package import Hummingbird
package import SigningService

/// The JSON API: every route parses, authorises, asks one use case and renders.
package struct API: Sendable {
    let environment: ServiceEnvironment
    let accounts: Accounts
    let serviceNeeds: ServiceNeeds
    let requests = RequestFigures()
    let documents: Documents
    let envelopes: Envelopes
    let ceremony: SigningCeremony
    let relyingParty: RelyingPartySettings
    /// Whether it is served over TLS.
    let isSecure: Bool
    let words: Words

    /// - Throws: `WebError.words` when the embedded words cannot be read.
    package init(_ needs: ServiceNeeds, isSecure: Bool) throws(WebError) {
        environment = needs.settings.environment
        accounts = Accounts(needs)
        documents = Documents(needs)
        envelopes = Envelopes(needs)
        ceremony = SigningCeremony(needs)
        self.isSecure = isSecure
        relyingParty = needs.settings.relyingParty
        words = try Words()
        serviceNeeds = needs
    }

    /// All routes; `Resources/openapi.json` describes each of them.
    package func router() -> Router<APIContext> {
        let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: requests)
        router.add(middleware: SecurityHeaders(environment: environment))
        router.add(middleware: ProblemAnswers(words: words))
        addServiceRoutes(to: router)
        addJobRoutes(to: router)
        addRenewalRoutes(to: router)
        addAccountRoutes(to: router)
        addDocumentRoutes(to: router)
        addNormalisationRoutes(to: router)
        addEnvelopeRoutes(to: router)
        addInvitationRoutes(to: router)
        addSigningRoutes(to: router)
        return router
    }
}
