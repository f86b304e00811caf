import Hummingbird
import NIOCore
import NIOFoundationCompat
import SignerProtocol
import SigningKeys

/// Every way into the signer process.
struct SignerRoutes {
    let operations: SignerOperations
    let allowedClients: Set<String>

    /// Bodies that carry no validation data.
    private static let smallBody = 64 * 1024
    /// Bodies with chains, OCSP answers and revocation lists.
    private static let largeBody = 16 * 1024 * 1024

    func router() -> Router<SignerRequestContext> {
        let router = Router(context: SignerRequestContext.self)
        router.add(middleware: PeerIdentity(allowed: allowedClients))
        addStatus(to: router)
        addCredentials(to: router)
        addActivations(to: router)
        addSeals(to: router)
        addCustody(to: router)
        addDualControl(to: router)
        return router
    }

    private func addStatus(to router: Router<SignerRequestContext>) {
        let operations = operations
        get(SignerRoute.status, router) { _, _ throws(SignerError) in
            try await operations.room.status(tokenLabel: operations.tokenLabel)
        }
        get(SignerRoute.token, router) { _, _ throws(SignerError) in
            try await operations.room.tokenReport()
        }
        get(SignerRoute.tokenUnwraps, router) { _, _ throws(SignerError) in
            try await operations.room.unwrapReport()
        }
        get(SignerRoute.auditChains, router) { _, _ throws(SignerError) in
            try await operations.room.auditChains()
        }
        get(SignerRoute.audit(":id"), router) { id, _ throws(SignerError) in
            try await operations.room.auditRecords(id)
        }
        post(SignerRoute.auditHeads, router) { (_, _, body: AuditHeadsRequest) throws(SignerError) in
            try await operations.room.auditHeads(body)
        }
    }

    private func addCredentials(to router: Router<SignerRequestContext>) {
        let credentials = operations.credentials
        post(SignerRoute.credentials, router) { (_, client, body: CredentialRequest) throws(SignerError) in
            try await credentials.enrol(body, client: client)
        }
        get(SignerRoute.credential(":id"), router) { id, _ throws(SignerError) in
            try await credentials.record(of: id)
        }
        post(SignerRoute.passkey(":id"), router) { (id, client, body: PasskeyRegistrationBytes) throws(SignerError) in
            try await credentials.registerPasskey(of: id, body, client: client)
        }
        post(SignerRoute.certificate(":id"), router) { (id, client, body: IssuedChain) throws(SignerError) in
            try await credentials.installCertificate(of: id, body, client: client)
        }
        act(SignerRoute.suspend(":id"), router) { id, client throws(SignerError) in
            try await credentials.suspend(id, client: client)
        }
        act(SignerRoute.resume(":id"), router) { id, client throws(SignerError) in
            try await credentials.resume(id, client: client)
        }
        act(SignerRoute.revoke(":id"), router) { id, client throws(SignerError) in
            try await credentials.revoke(id, client: client)
        }
    }

    private func addActivations(to router: Router<SignerRequestContext>) {
        let module = operations.activation
        post(SignerRoute.activations, router, upTo: Self.largeBody) {
            (_, client, body: ActivationRequest) throws(SignerError) in
            try await module.request(body, client: client)
        }
        post(SignerRoute.activate(":id"), router, upTo: Self.largeBody) {
            (id, client, body: ActivationData) throws(SignerError) in
            try await module.activate(id, body, client: client)
        }
        act(SignerRoute.settleActivation(":id"), router) { id, client throws(SignerError) in
            try await module.settle(id, client: client)
        }
    }

    private func addSeals(to router: Router<SignerRequestContext>) {
        let seal = operations.seal
        post(SignerRoute.confirmations, router, upTo: Self.largeBody) {
            (_, client, body: ConfirmationOrder) throws(SignerError) in
            try await seal.confirm(body, client: client)
        }
        act(SignerRoute.settleConfirmation(":id"), router) { id, client throws(SignerError) in
            try await seal.settle(.confirmation, id, client: client)
        }
        post(SignerRoute.sealOrders, router, upTo: Self.largeBody) {
            (_, client, body: SealOrder) throws(SignerError) in
            try await seal.seal(body, client: client)
        }
        act(SignerRoute.settleSealOrder(":id"), router) { id, client throws(SignerError) in
            try await seal.settle(.seal, id, client: client)
        }
        get(SignerRoute.serviceKey(":id"), router) { id, client throws(SignerError) in
            try await seal.serviceKey(Self.purpose(id), client: client)
        }
        post(SignerRoute.serviceKey(":id"), router) { (id, client, body: IssuedChain) throws(SignerError) in
            try await seal.installCertificate(of: Self.purpose(id), body, client: client)
        }
    }

    private func addCustody(to router: Router<SignerRequestContext>) {
        let custody = operations.custody
        post(SignerRoute.dataKeys, router) { (_, client, body: DataKeyRequest) throws(SignerError) in
            try await custody.makeDataKey(body, client: client)
        }
        post(SignerRoute.openDataKey, router) { (_, client, body: ReadTicket) throws(SignerError) in
            try await custody.openDataKey(body, client: client)
        }
    }

    private func addDualControl(to router: Router<SignerRequestContext>) {
        let (operators, acts) = (operations.operators, operations.acts)
        get(SignerRoute.operators, router) { _, _ throws(SignerError) in
            try await operators.all()
        }
        post(SignerRoute.operators, router) { (_, client, body: OperatorRequest) throws(SignerError) in
            try await operators.request(body, client: client)
        }
        post(SignerRoute.operatorPasskey(":id"), router) {
            (id, client, body: OperatorRegistration) throws(SignerError) in
            try await operators.register(id, body, client: client)
        }
        get(SignerRoute.acts, router) { _, _ throws(SignerError) in
            try await acts.all()
        }
        post(SignerRoute.acts, router) { (_, client, body: CriticalActRequest) throws(SignerError) in
            try await acts.request(body, client: client)
        }
        post(SignerRoute.approveAct(":id"), router) { (id, client, body: PasskeyAssertionBytes) throws(SignerError) in
            try await acts.approve(id, body, client: client)
        }
    }

    private static func purpose(_ text: String) throws(SignerError) -> ServiceKeyPurpose {
        guard let purpose = ServiceKeyPurpose(rawValue: text) else { throw .unknownCredential }
        return purpose
    }
}

extension SignerRoutes {
    /// The id in the path, or nothing where the path has none, and the caller's name.
    typealias Question<Answer> = @Sendable (String, String) async throws(SignerError) -> Answer
    typealias Command<Body, Answer> = @Sendable (String, String, Body) async throws(SignerError) -> Answer

    private func get<Answer: Encodable & Sendable>(
        _ path: String,
        _ router: Router<SignerRequestContext>,
        _ question: @escaping Question<Answer>
    ) {
        router.get(RouterPath(path)) { _, context in
            await Self.answer { () throws(SignerError) in
                try await question(context.parameters.get("id") ?? "", context.client)
            }
        }
    }

    /// A POST without a body.
    private func act<Answer: Encodable & Sendable>(
        _ path: String,
        _ router: Router<SignerRequestContext>,
        _ question: @escaping Question<Answer>
    ) {
        router.post(RouterPath(path)) { _, context in
            await Self.answer { () throws(SignerError) in
                try await question(context.parameters.get("id") ?? "", context.client)
            }
        }
    }

    private func post<Body: Codable & Sendable, Answer: Encodable & Sendable>(
        _ path: String,
        _ router: Router<SignerRequestContext>,
        upTo limit: Int = smallBody,
        _ command: @escaping Command<Body, Answer>
    ) {
        router.post(RouterPath(path)) { request, context in
            let bytes: [UInt8]
            do {
                var request = request
                bytes = Array(buffer: try await request.collectBody(upTo: limit))
            } catch {
                return SignerAnswer.refusal(.malformed)
            }
            return await Self.answer { () throws(SignerError) in
                let body = try StrictJSON.decode(Body.self, from: bytes)
                return try await command(context.parameters.get("id") ?? "", context.client, body)
            }
        }
    }

    private static func answer<Answer: Encodable & Sendable>(
        _ body: () async throws(SignerError) -> Answer
    ) async -> Response {
        do throws(SignerError) {
            return SignerAnswer.value(try await body())
        } catch {
            return SignerAnswer.refusal(error)
        }
    }
}
