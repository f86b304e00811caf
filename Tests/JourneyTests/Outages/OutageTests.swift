import Foundation
import Testing

@testable import Trial

/// What is down is said, tried again and never replaced by something weaker.
@Suite(.serialized, .liveInstance) struct `While a service is down` {
    let instance: LiveInstance

    init() async throws {
        instance = try #require(LiveInstance.current)
        // What an earlier test broke and could not mend.
        for service in Faults.Service.allCases { try await instance.set(service, .ok) }
        try await instance.repair()
    }

    @Test(arguments: [Faults.Mode.down, .wrongImprint])
    func `a signature waits for its timestamp, and is made once`(mode: Faults.Mode) async throws {
        var person = Person(.party, in: instance)
        let envelope = try await instance.send([person])
        let contract = try await person.read()
        try await person.enrol(in: contract)
        let approval = try person.approval(of: await person.begin(contract), in: contract)
        let before = try await instance.signatureOperations()

        try await instance.set(.tsa, mode)
        let state = try await person.send(approval, in: contract)
        #expect(state.state == "signing" && state.waitingFor?.code == "WAITING_FOR_TIMESTAMP_AUTHORITY")
        try await expectWaiting(envelope, for: "TIMESTAMP_AUTHORITY")
        // Long enough for the worker to try again: a signature without timestamp is not shown to anyone.
        try await Task.sleep(for: .seconds(3))
        let waiting = try await expectWaiting(envelope, for: "TIMESTAMP_AUTHORITY")
        #expect(waiting.state == "outForSigning" && waiting.signers[0].state == "signing")
        let path = "/v1/envelopes/\(envelope)"
        let document = try await instance.client.bytes("\(path)/document", bearer: instance.sender)
        #expect(Data(document).range(of: Data("/ByteRange".utf8)) == nil)
        for part in ["validation", "certificate", "evidence"] {
            try await refused(409, "NOT_READY") {
                _ = try await instance.client.bytes("\(path)/\(part)", bearer: instance.sender)
            }
        }

        try await instance.set(.tsa, .ok)
        #expect(try await instance.verifiedSeal(of: envelope) == 1)
        #expect(try await instance.envelope(envelope).waitingFor == nil)
        // Her signature and the seal on the certificate: the key was not used again.
        #expect(try await instance.signatureOperations() - before == 2)
    }

    @Test func `revocation lists stand in for a responder`() async throws {
        try await instance.set(.ocsp, .down)
        var person = Person(.party, in: instance)
        let envelope = try await instance.send([person])
        #expect(try await person.sign().state == "signed")
        #expect(try await instance.verifiedSeal(of: envelope) == 1)
    }

    @Test(arguments: [[Faults.Service.crl], [.ocsp, .crl]])
    func `no key is used without revocation data`(services: [Faults.Service]) async throws {
        var person = Person(.party, in: instance)
        let envelope = try await instance.send([person])
        let contract = try await person.read()
        try await person.enrol(in: contract)
        let before = try await instance.signatureOperations()

        for service in services { try await instance.set(service, .down) }
        try await refused(503, "WAITING_FOR_REVOCATION") { _ = try await person.begin(contract) }
        try await expectWaiting(envelope, for: "REVOCATION")
        for service in services { try await instance.set(service, .ok) }
        let approval = try person.approval(of: await person.begin(contract), in: contract)
        #expect(try await instance.envelope(envelope).waitingFor == nil)

        for service in services { try await instance.set(service, .down) }
        try await refused(503, "WAITING_FOR_REVOCATION") { try await person.send(approval, in: contract) }
        try await expectWaiting(envelope, for: "REVOCATION")
        #expect(try await instance.signatureOperations() == before)
        for service in services { try await instance.set(service, .ok) }
        // What she approved is still good.
        #expect(try await person.send(approval, in: contract).state == "signed")
        #expect(try await instance.verifiedSeal(of: envelope) == 1)
    }

    @Test func `no certificate is made up`() async throws {
        var person = Person(.party, in: instance)
        let envelope = try await instance.send([person])
        let contract = try await person.read()
        try await instance.set(.ca, .down)
        try await refused(503, "WAITING_FOR_CERTIFICATION_AUTHORITY") { try await person.enrol(in: contract) }
        try await expectWaiting(envelope, for: "CERTIFICATION_AUTHORITY")
        try await refused(503, "WAITING_FOR_CERTIFICATION_AUTHORITY") { _ = try await person.begin(contract) }

        try await instance.set(.ca, .ok)
        // The passkey she made counts.
        try await person.enrol(in: contract)
        #expect(try await person.sign(contract).state == "signed")
        #expect(try await instance.verifiedSeal(of: envelope) == 1)
    }

    @Test func `nothing is kept or signed without the signer`() async throws {
        var person = Person(.witness, in: instance)
        let envelope = try await instance.send([person])
        let contract = try await person.read()
        let approval = try person.approval(of: await person.begin(contract), in: contract)
        let stored = try await StoredState(of: instance)

        try await instance.kill(.signer)
        try await refused(503, "WAITING_FOR_SIGNER") { _ = try await instance.upload(TinyContract.bytes) }
        #expect(try await StoredState(of: instance) == stored)
        try await refused(503, "WAITING_FOR_SIGNER") { try await person.send(approval, in: contract) }
        try await expectWaiting(envelope, for: "SIGNER")

        try await instance.repair()
        try await afterOutage { try await person.send(approval, in: contract) }
        #expect(try await instance.verifiedSeal(of: envelope) == 1)
    }

    @Test func `nothing is kept or signed without the HSM's token`() async throws {
        var person = Person(.party, in: instance)
        let envelope = try await instance.send([person])
        let contract = try await person.read()
        try await person.enrol(in: contract)
        let approval = try person.approval(of: await person.begin(contract), in: contract)
        let stored = try await StoredState(of: instance)

        let token = instance.prepared.folder.signer.appending(path: "tokens")
        let elsewhere = instance.prepared.folder.signer.appending(path: "tokens-elsewhere")
        try FileManager.default.moveItem(at: token, to: elsewhere)
        try await refused(503, "WAITING_FOR_SIGNER") { _ = try await instance.upload(TinyContract.bytes) }
        #expect(try await StoredState(of: instance) == stored)
        try await refused(503, "WAITING_FOR_SIGNER") { try await person.send(approval, in: contract) }
        try await expectWaiting(envelope, for: "SIGNER")

        try FileManager.default.moveItem(at: elsewhere, to: token)
        // SoftHSM believes for the life of a process that a file once gone is gone.
        try await instance.kill(.signer)
        try await instance.repair()
        try await afterOutage { try await person.send(approval, in: contract) }
        #expect(try await instance.verifiedSeal(of: envelope) == 1)
    }

    /// A token that is there a moment later, and another of the same name beside it, could never be told apart.
    @Test func `a signer that does not see its token makes no other one`() async throws {
        try await instance.kill(.signer)
        let folder = instance.prepared.folder.signer
        let (token, elsewhere) = (folder.appending(path: "tokens"), folder.appending(path: "tokens-elsewhere"))
        try FileManager.default.moveItem(at: token, to: elsewhere)
        try FileManager.default.createDirectory(at: token, withIntermediateDirectories: false)
        let run = try Products.run("chigiri-signer", ["--settings", folder.appending(path: "settings.json").path])
        #expect(run.status == 1)
        #expect(run.output.contains("がありません") && run.output.contains("There is no token"), "\(run.output)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: token.path).isEmpty)

        try FileManager.default.removeItem(at: token)
        try FileManager.default.moveItem(at: elsewhere, to: token)
        try await instance.repair()
        var person = Person(.witness, in: instance)
        let envelope = try await afterOutage { try await instance.send([person]) }
        #expect(try await person.sign().state == "signed")
        #expect(try await instance.verifiedSeal(of: envelope) == 1)
    }

    @Test func `a contract that all have signed waits for its seal, whatever is missing`() async throws {
        var person = Person(.witness, in: instance)
        let envelope = try await instance.send([person])
        try await instance.arm("signature-committed")
        // The service dies with the last signature in its database, before the seal.
        await #expect(throws: (any Error).self) { try await person.sign() }
        try await instance.set(.tsa, .down)
        try await instance.repair()
        #expect(try await expectWaiting(envelope, for: "TIMESTAMP_AUTHORITY").state == "awaitingSeal")

        try await instance.set(.crl, .down)
        try await instance.set(.tsa, .ok)
        #expect(try await expectWaiting(envelope, for: "REVOCATION").state == "awaitingSeal")

        try await instance.kill(.signer)
        try await instance.set(.crl, .ok)
        #expect(try await expectWaiting(envelope, for: "SIGNER").state == "awaitingSeal")
        try await refused(409, "NOT_READY") {
            _ = try await instance.client.bytes("/v1/envelopes/\(envelope)/certificate", bearer: instance.sender)
        }

        try await instance.repair()
        #expect(try await instance.verifiedSeal(of: envelope) == 1)
    }

    /// The envelope once it says that it waits for this, with cause and remedy.
    @discardableResult
    private func expectWaiting(_ id: String, for dependency: String) async throws -> API.Envelope {
        let envelope = try await instance.wait(for: id) { $0.waitingFor?.code == "WAITING_FOR_\(dependency)" }
        let waiting = try #require(envelope.waitingFor)
        expectCauseAndRemedy(ja: waiting.ja, en: waiting.en)
        return envelope
    }

    /// Asks again, as the refusal says, until the signer is back.
    @discardableResult
    private func afterOutage<Value>(_ step: () async throws -> Value) async throws -> Value {
        for _ in 0..<100 {
            do {
                return try await step()
            } catch let refusal as APIRefusal where refusal.status == 503 {
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        return try await step()
    }
}
