import CMS
import DeclaredPKI
import Foundation
import SQLiteSignerStorage
import SignerProtocol
import SignerTestSupport
import SigningKeys
import Testing

/// SAD-4: every way to misuse an activation, each with its own refusal and without one operation of the HSM.
@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `An activation is refused` {
    let signer: SignerFixture
    let hanako: EnrolledPerson
    let pending: PendingActivation
    let approval: ActivationData

    init() async throws {
        signer = try await SignerFixture.make()
        hanako = try await signer.enrol("hanako@example.jp")
        pending = try await signer.pending(["contract", "annex"], by: hanako)
        approval = try signer.approval(of: pending, ["contract", "annex"], by: hanako)
    }

    /// Expects this refusal, an unmoved counter and a whole chain that tells the refusal.
    private func expect(
        _ error: SignerError,
        _ data: ActivationData,
        client: String = SignerFixture.client,
        location: SourceLocation = #_sourceLocation
    ) async throws {
        let before = try await signer.operations()
        await #expect(throws: error, sourceLocation: location) {
            _ = try await signer.activation.activate(data.activation, data, client: client)
        }
        #expect(try await signer.operations() == before, sourceLocation: location)
        let kept = try await signer.store.read { [pending] in try $0.signatures(.activation, pending.id) }
        #expect(kept.isEmpty, sourceLocation: location)
        try await signer.room.auditRecords(hanako.id).verifyAuditChain()
    }

    @Test func `when it was never asked for`() async throws {
        let before = try await signer.operations()
        let unknown = ActivationData(
            activation: "nothing",
            indexes: [0],
            assertion: approval.assertion,
            signedAttributes: [approval.signedAttributes[0]],
            validation: approval.validation
        )
        await #expect(throws: SignerError.unknownActivation) { _ = try await signer.activate(unknown) }
        #expect(try await signer.operations() == before)
    }

    @Test func `from another service`() async throws {
        try await expect(.otherAudience, approval, client: "other.chigiri.test")
    }

    @Test func `when it is addressed to another signer`() async throws {
        let data = try await crafted { $0.with(aud: "sam:signer-2") }
        try await expect(.otherAudience, data)
    }

    @Test func `after 300 seconds`() async throws {
        signer.clock.advance(seconds: 299)
        // Still in time: refused for what comes next only.
        try await expect(.documentCount, approval.with(indexes: []))
        signer.clock.advance(seconds: 1)
        try await expect(.expired, approval)
    }

    @Test func `when it would last longer than 300 seconds`() async throws {
        let data = try await crafted { $0.with(exp: $0.iat.advanced(by: .seconds(301))) }
        try await expect(.expired, data)
    }

    @Test func `when it comes from the future`() async throws {
        signer.clock.advance(seconds: -6)
        try await expect(.issuedInTheFuture, approval)
    }

    @Test func `for another person`() async throws {
        let data = try await crafted { $0.with(sub: "taro@example.jp") }
        try await expect(.otherSubject, data)
    }

    @Test func `for another credential`() async throws {
        let taro = try await signer.enrol("taro@example.jp")
        let data = try await crafted { $0.with(cred: taro.id) }
        try await expect(.otherCredential, data)
    }

    @Test func `by the passkey of another person`() async throws {
        let taro = try await signer.enrol("taro@example.jp")
        let assertion = try taro.authenticator.assert(challenge: pending.challenge.bytes)
        try await expect(.otherCredential, approval.with(assertion: assertion))
        // The same, under her passkey's name.
        let renamed = PasskeyAssertionBytes(
            credentialID: approval.assertion.credentialID,
            authenticatorData: assertion.authenticatorData,
            clientDataJSON: assertion.clientDataJSON,
            signature: assertion.signature
        )
        try await expect(.passkeySignature, approval.with(assertion: renamed))
    }

    @Test func `with the approval of another transaction`() async throws {
        let other = try await signer.pending(["contract", "annex"], by: hanako)
        let assertion = try hanako.authenticator.assert(challenge: other.challenge.bytes)
        try await expect(.passkeyChallenge, approval.with(assertion: assertion))
    }

    @Test func `when the approval was fished at another origin`() async throws {
        var phished = hanako.authenticator
        phished.origin = "https://localhost:8443.example"
        let assertion = try phished.assert(challenge: pending.challenge.bytes)
        try await expect(.passkeyOtherOrigin, approval.with(assertion: assertion))
    }

    @Test func `when the passkey approved for another relying party`() async throws {
        var other = hanako.authenticator
        other.relyingParty = "example.jp"
        let assertion = try other.assert(challenge: pending.challenge.bytes)
        try await expect(.passkeyOtherRelyingParty, approval.with(assertion: assertion))
    }

    @Test(arguments: [UInt8(0x01), 0x04, 0x00])
    func `when the person was not verified`(flags: UInt8) async throws {
        var absent = hanako.authenticator
        absent.flags = flags
        let assertion = try absent.assert(challenge: pending.challenge.bytes)
        try await expect(.passkeyUserNotVerified, approval.with(assertion: assertion))
    }

    @Test func `when the passkey's counter does not grow`() async throws {
        let other = try await signer.pending(["lease"], by: hanako)
        _ = try await signer.activate(signer.approval(of: other, ["lease"], by: hanako, count: 5))
        let assertion = try hanako.authenticator.assert(challenge: pending.challenge.bytes, count: 5)
        try await expect(.passkeyCounter, approval.with(assertion: assertion))
    }

    @Test func `with a document added, removed or in another order`() async throws {
        let attributes = approval.signedAttributes
        try await expect(
            .documentCount,
            approval.with(indexes: [0, 1, 2], signedAttributes: attributes + [attributes[0]])
        )
        try await expect(.documentCount, approval.with(signedAttributes: [attributes[0]]))
        try await expect(.documentCount, approval.with(indexes: [0, 0]))
        try await expect(.documentCount, approval.with(indexes: [-1, 0]))
        try await expect(.documentMismatch, approval.with(signedAttributes: attributes.reversed()))
    }

    @Test func `when its number of documents is not their number`() async throws {
        let data = try await craftedBytes { text in
            text.replacing(#""n":2"#, with: #""n":1"#)
        }
        try await expect(.documentCount, data)
    }

    @Test func `with an unknown member in the context`() async throws {
        let data = try await craftedBytes { text in
            text.replacing(#""n":2"#, with: #""m":2,"n":2"#)
        }
        try await expect(.malformed, data)
    }

    @Test func `with one bit of a digest changed`() async throws {
        var attributes = approval.signedAttributes[1].bytes
        attributes[attributes.count - 1] ^= 1
        try await expect(
            .documentMismatch,
            approval.with(signedAttributes: [approval.signedAttributes[0], Blob(attributes)])
        )
    }

    @Test func `when the context names SHA-1`() async throws {
        let data = try await crafted { $0.with(hashAlg: OID.sha1) }
        try await expect(.algorithmRefused, data)
    }

    @Test func `when the context names another key or certificate`() async throws {
        let data = try await crafted { $0.with(keyFp: String(repeating: "00", count: 32)) }
        try await expect(.keyMismatch, data)
    }

    @Test func `when the key was suspended meanwhile`() async throws {
        _ = try await signer.credentials.suspend(hanako.id, client: SignerFixture.client)
        try await expect(.keyNotActive, approval)
    }

    @Test func `when the certificate was revoked between approval and signature`() async throws {
        let revoked = try signer.validation(
            of: hanako.certificate,
            .revoked(at: signer.clock.now.date, nil)
        )
        try await expect(.certificateRevoked, approval.with(validation: revoked))
        let list = ValidationMaterial(
            chain: approval.validation.chain,
            ocspResponses: approval.validation.ocspResponses,
            crls: [
                Blob(
                    try signer.authority.issuing.crl(
                        revoking: [RevocationListEntry(hanako.certificate, at: signer.clock.now.date)],
                        thisUpdate: signer.clock.now.date
                    )
                )
            ]
        )
        try await expect(.certificateRevoked, approval.with(validation: list))
    }

    @Test func `when nothing fresh says that the certificate is good`() async throws {
        let old = try signer.validation(of: hanako.certificate, at: signer.clock.now.date.addingTimeInterval(-3601))
        try await expect(.revocationStale, approval.with(validation: old))
        let early = try signer.validation(of: hanako.certificate, at: signer.clock.now.date.addingTimeInterval(60))
        try await expect(.revocationStale, approval.with(validation: early))
        let unknown = try signer.validation(of: hanako.certificate, .unknown)
        try await expect(.revocationUnknown, approval.with(validation: unknown))
        let nothing = ValidationMaterial(chain: approval.validation.chain, ocspResponses: [], crls: [])
        try await expect(.revocationUnknown, approval.with(validation: nothing))
    }

    @Test func `when a stranger says that the certificate is good`() async throws {
        let stranger = try DeclaredPKI.ofSigner()
        let forged = ValidationMaterial(
            chain: approval.validation.chain,
            ocspResponses: [
                Blob(try stranger.status(of: hanako.certificate, .good, at: signer.clock.now.date)),
                Blob(
                    try signer.authority.status(
                        of: signer.authority.issuing.certificate,
                        .good,
                        at: signer.clock.now.date
                    )
                ),
            ],
            crls: []
        )
        try await expect(.revocationUnknown, approval.with(validation: forged))
    }

    /// SIGNING 0a, 22.
    @Test func `when the revocation list is older than the last one seen`() async throws {
        let now = signer.clock.now.date
        func material(_ list: [UInt8]) throws -> ValidationMaterial {
            ValidationMaterial(
                chain: approval.validation.chain,
                ocspResponses: [
                    Blob(try signer.authority.status(of: signer.authority.issuing.certificate, .good, at: now))
                ],
                crls: [Blob(list)]
            )
        }
        let newer = try signer.authority.issuing.crl(
            number: 2,
            thisUpdate: now,
            nextUpdate: now.addingTimeInterval(86400)
        )
        let older = try signer.authority.issuing.crl(
            number: 1,
            thisUpdate: now.addingTimeInterval(-60),
            nextUpdate: now.addingTimeInterval(-60).addingTimeInterval(86400)
        )
        let first = try await signer.pending(["lease"], by: hanako)
        _ = try await signer.activate(
            signer.approval(of: first, ["lease"], by: hanako).with(validation: material(newer))
        )
        try await expect(.revocationStale, approval.with(validation: material(older)))
        #expect(try await signer.activate(approval.with(validation: material(newer))).signatures.count == 2)
    }

    @Test func `when the certificate has ended`() async throws {
        let brief = try await signer.enrol(
            "jiro@example.jp",
            certificateUntil: SignerFixture.start.date.addingTimeInterval(30)
        )
        let waiting = try await signer.pending(["contract"], by: brief)
        let before = try await signer.operations()
        signer.clock.advance(seconds: 31)
        let data = try signer.approval(of: waiting, ["contract"], by: brief)
        await #expect(throws: SignerError.certificateNotValid) { _ = try await signer.activate(data) }
        #expect(try await signer.operations() == before)
    }
}

extension `An activation is refused` {
    /// Stores a context of an intruder who can write the database, and lets the person approve it.
    fileprivate func crafted(_ change: (ActivationContext) -> ActivationContext) async throws -> ActivationData {
        let context = try JSONDecoder().decode(ActivationContext.self, from: Data(pending.context.bytes))
        return try await stored(StrictJSON.encode(change(context)))
    }

    fileprivate func craftedBytes(_ change: (String) -> String) async throws -> ActivationData {
        try await stored(Array(change(String(decoding: pending.context.bytes, as: UTF8.self)).utf8))
    }

    private func stored(_ bytes: [UInt8]) async throws -> ActivationData {
        let id = "crafted"
        try await Intruder(database: signer.database).store(context: bytes, id: id, credential: hanako.id)
        return ActivationData(
            activation: id,
            indexes: approval.indexes,
            assertion: try hanako.authenticator.assert(challenge: ActivationContext.challenge(of: bytes)),
            signedAttributes: approval.signedAttributes,
            validation: approval.validation
        )
    }
}

extension ActivationContext {
    func with(
        aud: String? = nil,
        sub: String? = nil,
        cred: String? = nil,
        keyFp: String? = nil,
        hashAlg: String? = nil,
        exp: Timestamp? = nil
    ) -> ActivationContext {
        ActivationContext(
            txn: txn,
            aud: aud ?? self.aud,
            client_id: client_id,
            sub: sub ?? self.sub,
            cred: cred ?? self.cred,
            keyFp: keyFp ?? self.keyFp,
            certFp: certFp,
            signAlg: signAlg,
            hashAlg: hashAlg ?? self.hashAlg,
            docs: docs,
            nonce: nonce,
            iat: iat,
            exp: exp ?? self.exp,
            acr: acr,
            consent: consent,
            prev: prev
        )
    }
}
