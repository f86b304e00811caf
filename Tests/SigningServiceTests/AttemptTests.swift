import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `A prepared signature` {
    private let envelope = Envelope.example(.outForSigning(since: .noon), orders: [1, 1])
    private let later = Timestamp.noon.advanced(by: .seconds(120))

    @Test func `keeps the document from another signer until its lease ends`() throws {
        let attempt = envelope.attempt(0, state: .prepared(leaseEnds: later))

        #expect(throws: ServiceError.busy(until: later)) {
            try attempt.canBeReplaced(by: envelope.signers[1].id, at: .noon)
        }
        #expect(try attempt.canBeReplaced(by: envelope.signers[1].id, at: later) == "LEASE_EXPIRED")
    }

    @Test func `gives way to its own signer, who begins again`() throws {
        let attempt = envelope.attempt(0, state: .prepared(leaseEnds: later))

        #expect(try attempt.canBeReplaced(by: envelope.signers[0].id, at: .noon) == "BEGUN_AGAIN")
    }

    @Test(arguments: [SignatureAttempt.State.permissionGiven(at: .noon), .valueReceived([1])])
    func `gives way to nobody once a key may have been used`(state: SignatureAttempt.State) {
        let attempt = envelope.attempt(0, state: state)
        let muchLater = Timestamp.noon.advanced(by: .seconds(86_400))

        #expect(throws: ServiceError.busy(until: muchLater.advanced(by: .seconds(30)))) {
            try attempt.canBeReplaced(by: envelope.signers[0].id, at: muchLater)
        }
    }

    @Test func `names its document in at most 200 bytes`() {
        let digests = SignatureDigests(shown: [1], byteRange: [2], toBeSigned: [3])
        let name = String(repeating: "契", count: 100) + "最終版.pdf"

        let document = digests.contextDocument(id: envelope.document, name: name)

        #expect(document.name.utf8.count <= 200)
        #expect(document.name.hasSuffix("最終版.pdf"))
    }
}
