import CMS
import Crypto
import Foundation
import SQLiteSignerStorage
import SignerProtocol
import SignerTestSupport
import SigningKeys
import Testing

@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `An activation` {
    @Test func `signs what the passkey approved, and keeps the value`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        let before = try await signer.operations()
        let pending = try await signer.pending(["contract", "annex"], by: person)
        let response = try await signer.activate(signer.approval(of: pending, ["contract", "annex"], by: person))

        #expect(response.signatures.map(\.index) == [0, 1])
        for (name, signature) in zip(["contract", "annex"], response.signatures) {
            try verifySignature(
                signature.value.bytes,
                algorithm: .ecdsaWithSHA256,
                of: signer.attributes(name, person.certificate),
                publicKeyInfo: person.certificate.publicKeyInfo
            )
        }
        #expect(try await signer.operations() == before + 2)
        #expect(try await signer.activation.settle(pending.id, client: SignerFixture.client) == response)
    }

    /// SAD-1.
    @Test func `says in its context who signs what, with which key, until when`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        let head = try await signer.store.read { try $0.auditHead(person.id) }
        let pending = try await signer.pending(["contract"], by: person)
        let context = try JSONDecoder().decode(ActivationContext.self, from: Data(pending.context.bytes))
        #expect(pending.challenge.bytes == ActivationContext.challenge(of: pending.context.bytes))
        #expect(context.aud == "sam:signer-1")
        #expect(context.sub == "hanako@example.jp")
        #expect(context.cred == person.id)
        #expect(context.client_id == SignerFixture.client)
        #expect(context.keyFp == hexadecimal(Array(SHA256.hash(data: person.certificate.publicKeyInfo))))
        #expect(context.certFp == hexadecimal(person.certificate.sha256Fingerprint))
        #expect(context.n == 1)
        #expect(context.exp == context.iat.advanced(by: .seconds(300)))
        #expect(context.prev == hexadecimal(head.bytes))
        #expect(context.docs[0].sd == hexadecimal(digest("contract")))
        #expect(context.docs[0].br == hexadecimal(digest("range of contract")))
        let attributes = signer.attributes("contract", person.certificate)
        #expect(context.docs[0].dtbsr == hexadecimal(Array(SHA256.hash(data: attributes))))
    }

    // SIGNING 0a, 5: the unit is (SAD, document index)
    @Test func `can be used document by document until it expires`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        let pending = try await signer.pending(["contract", "annex"], by: person)
        let whole = try signer.approval(of: pending, ["contract", "annex"], by: person, count: 7)
        #expect(try await signer.activate(whole.only(1)).signatures.map(\.index) == [1])
        await #expect(throws: SignerError.alreadyRedeemed) { _ = try await signer.activate(whole) }
        #expect(try await signer.activate(whole.only(0)).signatures.map(\.index) == [0])
        let kept = try await signer.activation.settle(pending.id, client: SignerFixture.client)
        #expect(kept.signatures.map(\.index) == [0, 1])
    }

    @Test func `that was settled before it was used signs nothing any more`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        let pending = try await signer.pending(["contract"], by: person)
        let late = try signer.approval(of: pending, ["contract"], by: person)
        let before = try await signer.operations()
        for _ in 0..<2 {
            await #expect(throws: SignerError.resultUnknown) {
                _ = try await signer.activation.settle(pending.id, client: SignerFixture.client)
            }
        }
        await #expect(throws: SignerError.alreadyRedeemed) { _ = try await signer.activate(late) }
        #expect(try await signer.operations() == before)
        let actions = try await signer.room.auditRecords(person.id).map(\.entry.action)
        #expect(actions.count { $0 == "permission-withdrawn" } == 1)
        #expect(!actions.contains("signature-intended"))
    }

    /// Whoever asks meanwhile is told the values or that there will be none: never that there are none of a signature.
    @Test func `settled while it is used is either signed or withdrawn`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        for count in UInt32(1)...20 {
            let pending = try await signer.pending(["contract"], by: person)
            let data = try signer.approval(of: pending, ["contract"], by: person, count: count)
            async let used = Result { () async throws in try await signer.activate(data) }
            var settled: SignatureResponse?
            var isOver = false
            while !isOver {
                do {
                    settled = try await signer.activation.settle(pending.id, client: SignerFixture.client)
                    isOver = true
                } catch SignerError.inProgress {
                    await Task.yield()
                } catch SignerError.resultUnknown {
                    isOver = true
                }
            }
            let outcome = try? await used.get()
            #expect(outcome == settled)
        }
    }

    /// SAD-4, replay.
    @Test func `asked for a hundred times at once gives exactly one signature`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        let before = try await signer.operations()
        let pending = try await signer.pending(["contract"], by: person)
        let data = try signer.approval(of: pending, ["contract"], by: person, count: 1)
        let outcomes = await withTaskGroup(of: Result<SignatureResponse, any Error>.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    do {
                        return .success(try await signer.activate(data))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let refusals = outcomes.compactMap { outcome -> SignerError? in
            if case .failure(let error) = outcome { error as? SignerError } else { nil }
        }
        #expect(refusals == Array(repeating: .alreadyRedeemed, count: 99))
        #expect(try await signer.operations() == before + 1)
        try await signer.room.auditRecords(person.id).verifyAuditChain()
    }

    /// SAD-12.
    @Test func `leaves a chain that says intended before made, with the evidence`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        let pending = try await signer.pending(["contract"], by: person)
        _ = try await signer.activate(signer.approval(of: pending, ["contract"], by: person))
        let records = try await signer.room.auditRecords(person.id)
        try records.verifyAuditChain()
        #expect(
            records.map(\.entry.action).suffix(3) == ["activation-requested", "signature-intended", "signature-made"]
        )
        let payload = try #require(records.last?.payload)
        let facts = try JSONDecoder().decode([String: String].self, from: Data(payload.bytes))
        #expect(facts["context"] == hexadecimal(Array(SHA256.hash(data: pending.context.bytes))))
        #expect(facts["activation"] == pending.id)
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}

extension SignerFixture {
    /// The person's approval, with this count of her authenticator.
    func approval(
        of pending: PendingActivation,
        _ names: [String],
        by person: EnrolledPerson,
        count: UInt32
    ) throws -> ActivationData {
        let data = try approval(of: pending, names, by: person)
        return data.with(
            assertion: try person.authenticator.assert(challenge: pending.challenge.bytes, count: count)
        )
    }
}

extension ActivationData {
    func with(
        indexes: [Int]? = nil,
        assertion: PasskeyAssertionBytes? = nil,
        signedAttributes: [Blob]? = nil,
        validation: ValidationMaterial? = nil
    ) -> ActivationData {
        ActivationData(
            activation: activation,
            indexes: indexes ?? self.indexes,
            assertion: assertion ?? self.assertion,
            signedAttributes: signedAttributes ?? self.signedAttributes,
            validation: validation ?? self.validation
        )
    }

    /// The part that signs one document.
    func only(_ index: Int) -> ActivationData {
        with(indexes: [index], signedAttributes: [signedAttributes[index]])
    }
}

func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { String(format: "%02x", $0) }.joined()
}
