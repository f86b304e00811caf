import SignerProtocol
@testable import SigningKeys
import Testing

@Suite struct `The life of a credential` {
    /// SIGNING A.9, written out again.
    static let edges: Set<String> = [
        "REQUESTED GENERATED", "GENERATED CERT_PENDING", "CERT_PENDING ACTIVE",
        "ACTIVE SUSPENDED", "SUSPENDED ACTIVE",
        "ACTIVE EXPIRED", "ACTIVE REVOKED", "ACTIVE RETIRED",
        "SUSPENDED EXPIRED", "SUSPENDED REVOKED", "SUSPENDED RETIRED",
        "EXPIRED DESTROY_PENDING", "REVOKED DESTROY_PENDING", "RETIRED DESTROY_PENDING",
        "DESTROY_PENDING DESTROYED",
    ]

    @Test(arguments: CredentialState.allCases, CredentialState.allCases)
    func `has these steps and no others`(from: CredentialState, to: CredentialState) {
        let isEdge = Self.edges.contains("\(from.rawValue) \(to.rawValue)")
        #expect(from.successors.contains(to) == isEdge)
        let credential = Credential(
            id: "c",
            subject: "hanako@example.jp",
            displayName: "花子",
            userHandle: [1],
            keyType: .p256,
            state: from,
            version: 3,
            key: nil,
            openRegistration: nil,
            passkey: nil,
            certificate: nil
        )
        let step: () throws -> CredentialChange = {
            try credential.moved(
                to: to,
                .credentialRequested,
                by: "test",
                at: Timestamp(milliseconds: 0),
                [:]
            )
        }
        if isEdge {
            #expect(throws: Never.self) {
                let change = try step()
                #expect(change.credential.state == to)
                #expect(change.expectedVersion == 3)
                #expect(change.audit.chain == "c")
            }
        } else {
            #expect(throws: SignerError.illegalTransition) { _ = try step() }
        }
    }
}
