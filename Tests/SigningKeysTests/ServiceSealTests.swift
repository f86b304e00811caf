import CMS
import Crypto
import Foundation
import SignerProtocol
import SignerTestSupport
import SigningKeys
import Testing

@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `A confirmation` {
    let signer: SignerFixture
    let certificate: Certificate

    init() async throws {
        signer = try await SignerFixture.make()
        certificate = try await signer.installServiceKey(.witness)
    }

    private func record(
        _ id: String,
        _ names: [String] = ["contract"],
        time: Timestamp? = nil
    ) -> ConfirmationRecord {
        ConfirmationRecord(
            id: id,
            envelope: "envelope-1",
            signer: "hanako@example.jp",
            signerName: "甲野 花子",
            authentication: AuthenticationEvidence(
                method: "link",
                session: String(repeating: "cd", count: 32),
                at: SignerFixture.start.advanced(by: .seconds(-86400))
            ),
            docs: names.map { name in
                ContextDocument(
                    id: name,
                    name: "\(name).pdf",
                    sd: hexadecimal(digest(name)),
                    br: hexadecimal(digest("range of \(name)")),
                    dtbsr: hexadecimal(Array(SHA256.hash(data: signer.attributes(name, certificate))))
                )
            },
            consent: SignerFixture.consent,
            time: time ?? signer.clock.now
        )
    }

    private func order(_ record: ConfirmationRecord, _ names: [String] = ["contract"]) throws -> ConfirmationOrder {
        ConfirmationOrder(
            record: Blob(try StrictJSON.encode(record)),
            signedAttributes: names.map { Blob(signer.attributes($0, certificate)) },
            validation: try signer.validation(of: certificate)
        )
    }

    private func expect(
        _ error: SignerError,
        _ order: ConfirmationOrder,
        location: SourceLocation = #_sourceLocation
    ) async throws {
        let before = try await signer.operations()
        await #expect(throws: error, sourceLocation: location) {
            _ = try await signer.seal.confirm(order, client: SignerFixture.client)
        }
        #expect(try await signer.operations() == before, sourceLocation: location)
    }

    /// SAD-13.
    @Test func `signs with the service's key, once, and keeps record and value`() async throws {
        let order = try order(record("c-1", ["contract", "annex"]), ["contract", "annex"])
        let response = try await signer.seal.confirm(order, client: SignerFixture.client)
        #expect(response.signatures.map(\.index) == [0, 1])
        try verifySignature(
            response.signatures[1].value.bytes,
            algorithm: .ecdsaWithSHA256,
            of: signer.attributes("annex", certificate),
            publicKeyInfo: certificate.publicKeyInfo
        )
        #expect(try await signer.seal.settle(.confirmation, "c-1", client: SignerFixture.client) == response)
        try await expect(.alreadyUsed, order)

        let records = try await signer.room.auditRecords("witness")
        try records.verifyAuditChain()
        let intended = try #require(records.first { $0.entry.action == "signature-intended" }?.payload)
        let facts = try JSONDecoder().decode([String: String].self, from: Data(intended.bytes))
        #expect(facts["record"] == order.record.base64)
    }

    @Test func `changed on the way is refused`() async throws {
        let good = try order(record("c-2"))
        let text = String(decoding: good.record.bytes, as: UTF8.self)
        let dtbsr = record("c-2").docs[0].dtbsr
        let br = record("c-2").docs[0].br
        let flipped = dtbsr.hasPrefix("0") ? "1" + dtbsr.dropFirst() : "0" + dtbsr.dropFirst()
        let changes: [(String, SignerError)] = [
            (text.replacing(dtbsr, with: flipped), .confirmationMismatch),
            (text.replacing(br, with: hexadecimal(digest("other"))), .documentMismatch),
            (text.replacing(#""ver":1"#, with: #""ver":2"#), .malformed),
            (text.replacing(#""ver":1"#, with: #""more":1,"ver":1"#), .malformed),
            (text.replacing(#""ver":1"#, with: #""ver":1,"ver":1"#), .malformed),
            (text.replacing(#""locale":"ja""#, with: #""locale":"xx""#), .malformed),
            (text.replacing("link", with: ""), .malformed),
            (text + "x", .malformed),
        ]
        for (changed, error) in changes {
            try await expect(
                error,
                ConfirmationOrder(
                    record: Blob(Array(changed.utf8)),
                    signedAttributes: good.signedAttributes,
                    validation: good.validation
                )
            )
        }
        try await expect(
            .confirmationMismatch,
            ConfirmationOrder(
                record: good.record,
                signedAttributes: [Blob(signer.attributes("annex", certificate))],
                validation: good.validation
            )
        )
        try await expect(
            .documentCount,
            ConfirmationOrder(record: good.record, signedAttributes: [], validation: good.validation)
        )
    }

    @Test func `from the future or of yesterday is refused`() async throws {
        let now = signer.clock.now
        try await expect(.issuedInTheFuture, order(record("c-3", time: now.advanced(by: .seconds(6)))))
        try await expect(.expired, order(record("c-3", time: now.advanced(by: .seconds(-7201)))))
    }

    @Test func `is refused when the service's certificate is revoked`() async throws {
        let good = try order(record("c-4"))
        let revoked = try signer.validation(of: certificate, .revoked(at: signer.clock.now.date, nil))
        try await expect(
            .certificateRevoked,
            ConfirmationOrder(record: good.record, signedAttributes: good.signedAttributes, validation: revoked)
        )
    }

    @Test func `asked for a hundred times at once gives exactly one signature`() async throws {
        let order = try order(record("c-5"))
        let before = try await signer.operations()
        let successes = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    (try? await signer.seal.confirm(order, client: SignerFixture.client)) == nil ? 0 : 1
                }
            }
            return await group.reduce(0, +)
        }
        #expect(successes == 1)
        #expect(try await signer.operations() == before + 1)
    }

    @Test func `of a person's own key is refused: the attributes must name the service's certificate`() async throws {
        let person = try await signer.enrol("hanako@example.jp")
        let attributes = signer.attributes("contract", person.certificate)
        var changed = record("c-6")
        changed = ConfirmationRecord(
            id: changed.id,
            envelope: changed.envelope,
            signer: changed.signer,
            signerName: changed.signerName,
            authentication: changed.authentication,
            docs: [
                ContextDocument(
                    id: "contract",
                    name: "contract.pdf",
                    sd: changed.docs[0].sd,
                    br: changed.docs[0].br,
                    dtbsr: hexadecimal(Array(SHA256.hash(data: attributes)))
                )
            ],
            consent: changed.consent,
            time: changed.time
        )
        try await expect(
            .signedAttributes,
            ConfirmationOrder(
                record: Blob(try StrictJSON.encode(changed)),
                signedAttributes: [Blob(attributes)],
                validation: try signer.validation(of: certificate)
            )
        )
    }
}

@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `A seal order` {
    private func order(
        _ signer: SignerFixture,
        _ certificate: Certificate,
        _ id: String,
        dtbsr: String? = nil,
        br: String? = nil,
        evidence: [String] = [String(repeating: "ef", count: 32)]
    ) throws -> SealOrder {
        let attributes = signer.attributes("certificate", certificate)
        return SealOrder(
            id: id,
            subject: "envelope-1",
            evidence: evidence,
            br: br ?? hexadecimal(digest("range of certificate")),
            dtbsr: dtbsr ?? hexadecimal(Array(SHA256.hash(data: attributes))),
            time: signer.clock.now,
            signedAttributes: Blob(attributes),
            validation: try signer.validation(of: certificate)
        )
    }

    @Test func `seals once with the key for records`() async throws {
        let signer = try await SignerFixture.make()
        let certificate = try await signer.installServiceKey(.record)
        let order = try order(signer, certificate, "s-1")
        let response = try await signer.seal.seal(order, client: SignerFixture.client)
        try verifySignature(
            response.signatures[0].value.bytes,
            algorithm: .ecdsaWithSHA256,
            of: order.signedAttributes.bytes,
            publicKeyInfo: certificate.publicKeyInfo
        )
        let before = try await signer.operations()
        await #expect(throws: SignerError.alreadyUsed) {
            _ = try await signer.seal.seal(order, client: SignerFixture.client)
        }
        #expect(try await signer.operations() == before)
        #expect(try await signer.seal.settle(.seal, "s-1", client: SignerFixture.client) == response)
        await #expect(throws: SignerError.resultUnknown) {
            _ = try await signer.seal.settle(.seal, "s-2", client: SignerFixture.client)
        }
        let late = try self.order(signer, certificate, "s-2")
        await #expect(throws: SignerError.alreadyUsed) {
            _ = try await signer.seal.seal(late, client: SignerFixture.client)
        }
        #expect(try await signer.operations() == before)
        try await signer.room.auditRecords("record").verifyAuditChain()
    }

    @Test func `with other digests, or without evidence, is refused`() async throws {
        let signer = try await SignerFixture.make()
        let certificate = try await signer.installServiceKey(.record)
        let before = try await signer.operations()
        let other = hexadecimal(digest("other"))
        let cases: [(SealOrder, SignerError)] = [
            (try order(signer, certificate, "s-1", dtbsr: other), .confirmationMismatch),
            (try order(signer, certificate, "s-1", br: other), .documentMismatch),
            (try order(signer, certificate, "s-1", evidence: []), .malformed),
            (try order(signer, certificate, "s-1", evidence: ["x"]), .malformed),
            (try order(signer, certificate, "s/1"), .malformed),
        ]
        for (order, error) in cases {
            await #expect(throws: error) { _ = try await signer.seal.seal(order, client: SignerFixture.client) }
        }
        #expect(try await signer.operations() == before)
    }

    @Test func `finds its keys made at the first start, and so does a signer beside it`() async throws {
        let signer = try await SignerFixture.make()
        try await signer.room.makeServiceKeys()
        let made = try await signer.operations()
        let other = signer.otherProcess("other", store: signer.store)
        try await other.room.makeServiceKeys()
        for purpose in ServiceKeyPurpose.allCases {
            let key = try await signer.seal.serviceKey(purpose, client: SignerFixture.client)
            #expect(try await other.seal.serviceKey(purpose, client: SignerFixture.client) == key)
        }
        #expect(try await signer.operations() == made)
    }

    @Test func `needs a key with a certificate for that key`() async throws {
        let signer = try await SignerFixture.make()
        let key = try await signer.seal.serviceKey(.record, client: SignerFixture.client)
        #expect(try await signer.seal.serviceKey(.record, client: SignerFixture.client) == key)
        #expect(key.chain.isEmpty)
        let other = Array(P256.Signing.PrivateKey().publicKey.derRepresentation)
        let wrong = signer.chain(try signer.authority.service("record", publicKeyInfo: other))
        await #expect(throws: SignerError.certificateMismatch) {
            _ = try await signer.seal.installCertificate(of: .record, wrong, client: SignerFixture.client)
        }
        await #expect(throws: SignerError.unknownCredential) {
            _ = try await signer.seal.installCertificate(of: .witness, wrong, client: SignerFixture.client)
        }
    }
}
