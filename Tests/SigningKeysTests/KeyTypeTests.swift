import CMS
import Foundation
import SignerProtocol
import SignerTestSupport
import SigningKeys
import Testing

/// CMS-B4; SIGNING E.
@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `A key of each type` {
    @Test(arguments: KeyType.allCases)
    func `signs for its person with its own algorithm`(type: KeyType) async throws {
        let signer = try await SignerFixture.make(keyType: type)
        let person = try await signer.enrol("hanako@example.jp")
        let pending = try await signer.pending(["contract"], by: person)
        let context = try JSONDecoder().decode(ActivationContext.self, from: Data(pending.context.bytes))
        #expect(context.signAlg == type.algorithm.oid && context.hashAlg == type.hash.oid)
        let attributes = signer.attributes("contract", person.certificate)
        #expect(context.docs[0].dtbsr == hexadecimal(type.hash.digest(of: attributes)))

        let response = try await signer.activate(signer.approval(of: pending, ["contract"], by: person))
        let signature = try #require(response.signatures.first)
        #expect(signature.dtbsr == context.docs[0].dtbsr)
        try verifySignature(
            signature.value.bytes,
            algorithm: type.algorithm,
            of: attributes,
            publicKeyInfo: person.certificate.publicKeyInfo
        )
        let records = try await signer.room.auditRecords(person.id)
        try records.verifyAuditChain()
        let made = try #require(records.first { $0.entry.action == "credential-key-generated" }?.payload)
        let facts = try JSONDecoder().decode([String: String].self, from: Data(made.bytes))
        #expect(facts["keyType"] == type.rawValue)
    }

    @Test(arguments: KeyType.allCases)
    func `seals for the service, and its request says how`(type: KeyType) async throws {
        let signer = try await SignerFixture.make(keyType: type)
        let certificate = try await signer.installServiceKey(.record)
        let key = try await signer.seal.serviceKey(.record, client: SignerFixture.client)
        let request = try CertificationRequest(der: key.certificationRequest.bytes)
        #expect(request.signatureAlgorithm == type.algorithm)
        #expect(request.publicKeyInfo == certificate.publicKeyInfo)

        let attributes = signer.attributes("record", certificate)
        let order = SealOrder(
            id: "order-1",
            subject: "envelope-1",
            evidence: [hexadecimal(digest("evidence"))],
            br: hexadecimal(signer.rangeDigest("record")),
            dtbsr: hexadecimal(type.hash.digest(of: attributes)),
            time: signer.clock.now,
            signedAttributes: Blob(attributes),
            validation: try signer.validation(of: certificate)
        )
        let response = try await signer.seal.seal(order, client: SignerFixture.client)
        try verifySignature(
            try #require(response.signatures.first).value.bytes,
            algorithm: type.algorithm,
            of: attributes,
            publicKeyInfo: certificate.publicKeyInfo
        )
    }

    @Test(arguments: KeyType.allCases)
    func `asks for its certificate with the algorithm that it signs with`(type: KeyType) async throws {
        let signer = try await SignerFixture.make(keyType: type)
        let enrolment = try await signer.credentials.enrol(
            CredentialRequest(subject: "hanako@example.jp", displayName: "甲野 花子"),
            client: SignerFixture.client
        )
        let request = try CertificationRequest(der: enrolment.certificationRequest.bytes)
        try request.verifyPossession()
        #expect(request.signatureAlgorithm == type.algorithm)
    }

    /// CMS-V5: a key has one algorithm, with its parameters.
    @Test(arguments: KeyType.allCases)
    func `refuses attributes for any other algorithm`(type: KeyType) async throws {
        let signer = try await SignerFixture.make(keyType: type)
        let person = try await signer.enrol("hanako@example.jp")
        let shorterSalt = PSSParameters(hash: .sha256, maskHash: .sha256, saltLength: 20)
        let others =
            KeyType.allCases.filter { $0 != type }.map { ($0.hash, $0.algorithm) } + [
                (HashAlgorithm.sha256, AlgorithmIdentifier(oid: OID.rsaPSS, parameters: shorterSalt.der)),
                (.sha512, .ecdsaWithSHA512),
            ]
        for (hash, algorithm) in others {
            let range = hash.digest(of: [1])
            let attributes = SignedAttributes(
                messageDigest: range,
                signingCertificate: person.certificate,
                digestAlgorithm: hash,
                signatureAlgorithm: algorithm
            )
            let document = DocumentToSign(
                id: "contract",
                name: "contract.pdf",
                shownDigest: Blob(digest("contract")),
                byteRangeDigest: Blob(range),
                signedAttributes: Blob(attributes.der)
            )
            await #expect(throws: SignerError.algorithmRefused, "\(algorithm.oid)") {
                _ = try await signer.activation.request(
                    signer.request([document], by: person),
                    client: SignerFixture.client
                )
            }
        }
    }

    /// KEY-4: the HSM's HMAC covers the type.
    @Test func `cannot be made to sign in another way by who writes the records`() async throws {
        let signer = try await SignerFixture.make(keyType: .rsaPSS)
        let person = try await signer.enrol("hanako@example.jp")
        let pending = try await signer.pending(["contract"], by: person)
        let intruder = Intruder(database: signer.database)
        try await intruder.execute("DROP TRIGGER credential_keeps_its_key_type")
        try await intruder.execute("UPDATE credential SET key_type = 'RSA-3072-PKCS1'")
        await #expect(throws: SignerError.keyMismatch) {
            _ = try await signer.activate(signer.approval(of: pending, ["contract"], by: person))
        }
    }

    @Test func `stays what it is when the operator chooses another type for the next`() async throws {
        let signer = try await SignerFixture.make()
        let hanako = try await signer.enrol("hanako@example.jp")
        let later = signer.choosing(.p384)
        let taro = try await later.enrol("taro@example.jp")
        // The attributes of `signer` are for P-256, those of `later` for P-384.
        _ = try await later.activation.request(
            signer.request(
                [signer.document("contract", attributes: signer.attributes("contract", hanako.certificate))],
                by: hanako
            ),
            client: SignerFixture.client
        )
        _ = try await later.pending(["contract"], by: taro)
        await #expect(throws: SignerError.algorithmRefused) { _ = try await later.pending(["contract"], by: hanako) }
    }

    /// SIGNING E, E-2.
    @Test func `of PKCS #1 v1.5 ends with 2028`() async throws {
        let signer = try await SignerFixture.make(keyType: .rsaPKCS1)
        let person = try await signer.enrol("hanako@example.jp")
        _ = try await signer.pending(["contract"], by: person)
        let newYear = Date(timeIntervalSince1970: 1_861_920_000)
        signer.clock.advance(seconds: Int64(newYear.timeIntervalSince(signer.clock.now.date)))
        await #expect(throws: SignerError.algorithmRefused) {
            _ = try await signer.pending(["contract"], by: person)
        }
    }
}
