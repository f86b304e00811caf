import Foundation

@testable import Trial

/// Someone who signs in a journey, with a browser, a mailbox and, once she has made one, a passkey.
struct Person {
    let signer: DemoSigner
    private let instance: LiveInstance
    private var authenticator: SoftwareAuthenticator?

    /// A person whom no other test knows.
    init(_ kind: DemoSigner.Kind, name: String = "髙橋 花子", email: String? = nil, in instance: LiveInstance) {
        let address = email ?? "\(UUID().uuidString.lowercased())@\(kind.rawValue).example"
        signer = DemoSigner(name: name, email: address, kind: kind)
        self.instance = instance
    }

    private var walk: SigningWalk {
        SigningWalk(
            client: instance.client,
            signer: signer,
            relyingParty: "localhost",
            interruption: Interruption(),
            spool: spool
        )
    }

    private var spool: Spool { Spool(folder: instance.prepared.folder.spool, publicURL: instance.client.base) }

    /// The token of the link that was mailed to her.
    func link() async throws -> String {
        for _ in 0..<300 {
            if let token = try spool.tokens(for: signer.email).first { return token }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw DemoFailure.noInvitation(signer.email)
    }

    /// Opens the link, reads and consents; a session in which she can sign.
    func read() async throws -> SigningWalk.OpenedContract {
        let contract = try await walk.open(token: link())
        try await walk.consent(to: contract)
        return contract
    }

    /// Makes a passkey and a key, where she has none.
    mutating func enrol(in contract: SigningWalk.OpenedContract) async throws {
        guard signer.kind == .party else { return }
        _ = try await walk.enrolled(contract.session, &authenticator)
    }

    func begin(_ contract: SigningWalk.OpenedContract) async throws -> API.Begin {
        try await instance.client.post(
            "/v1/signing/begin",
            bearer: contract.session,
            API.Empty(),
            as: API.Begin.self
        )
    }

    /// What she sends to approve what was begun.
    mutating func approval(
        of begin: API.Begin,
        in contract: SigningWalk.OpenedContract
    ) throws -> Approval {
        switch signer.kind {
        case .party: .activation(try walk.activation(begin, read: contract.document, &authenticator))
        case .witness: .confirmation(try walk.confirmation(begin, read: contract.document))
        }
    }

    enum Approval: Sendable {
        case activation(API.Activate)
        case confirmation(API.Confirm)
    }

    @discardableResult
    func send(_ approval: Approval, in contract: SigningWalk.OpenedContract) async throws -> API.State {
        switch approval {
        case .activation(let body): try await walk.approve(body, in: contract.session)
        case .confirmation(let body): try await walk.confirm(body, in: contract.session)
        }
    }

    /// All of it, from the mail to the signature.
    @discardableResult
    mutating func sign() async throws -> API.State {
        let contract = try await read()
        try await enrol(in: contract)
        return try await sign(contract)
    }

    /// Signs in a session in which she has consented.
    @discardableResult
    mutating func sign(_ contract: SigningWalk.OpenedContract) async throws -> API.State {
        try await send(approval(of: begin(contract), in: contract), in: contract)
    }
}
