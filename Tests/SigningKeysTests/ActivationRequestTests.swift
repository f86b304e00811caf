import CMS
import Crypto
import Foundation
import SignerProtocol
import SignerTestSupport
import SigningKeys
import Testing

/// What the signer refuses to put before a person.
@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `A request for an activation is refused` {
    let signer: SignerFixture
    let hanako: EnrolledPerson

    init() async throws {
        signer = try await SignerFixture.make()
        hanako = try await signer.enrol("hanako@example.jp")
    }

    private func expect(
        _ error: SignerError,
        _ request: ActivationRequest,
        location: SourceLocation = #_sourceLocation
    ) async throws {
        let before = try await signer.operations()
        await #expect(throws: error, sourceLocation: location) {
            _ = try await signer.activation.request(request, client: SignerFixture.client)
        }
        #expect(try await signer.operations() == before, sourceLocation: location)
    }

    private func request(attributes: [UInt8]) throws -> ActivationRequest {
        try signer.request([signer.document("contract", attributes: attributes)], by: hanako)
    }

    @Test func `for a credential that is not there or another person's`() async throws {
        let taro = try await signer.enrol("taro@example.jp")
        let document = signer.document("contract", attributes: signer.attributes("contract", hanako.certificate))
        let request = try signer.request([document], by: hanako)
        try await expect(.unknownCredential, request.with(credential: "nothing"))
        try await expect(.otherSubject, request.with(credential: taro.id))
    }

    @Test func `without documents, or with one twice`() async throws {
        let document = signer.document("contract", attributes: signer.attributes("contract", hanako.certificate))
        try await expect(.documentCount, signer.request([], by: hanako))
        try await expect(.documentCount, signer.request([document, document], by: hanako))
    }

    @Test func `when the attributes name another certificate`() async throws {
        let taro = try await signer.enrol("taro@example.jp")
        try await expect(.signedAttributes, request(attributes: signer.attributes("contract", taro.certificate)))
    }

    @Test func `when the attributes are over another document`() async throws {
        try await expect(.documentMismatch, request(attributes: signer.attributes("annex", hanako.certificate)))
    }

    // SIGNING 0a, 19: exactly four attributes
    @Test func `when the attributes say more than they should`() async throws {
        let more = SignedAttributes(
            contentType: OID.data,
            messageDigest: digest("range of contract"),
            signingCertificate: hanako.certificate,
            digestAlgorithm: .sha256,
            signatureAlgorithm: .ecdsaWithSHA256,
            signingTime: signer.clock.now.date
        )
        try await expect(.signedAttributes, request(attributes: more.der))
        let tokens = SignedAttributes(
            contentType: OID.tstInfo,
            messageDigest: digest("range of contract"),
            signingCertificate: hanako.certificate,
            digestAlgorithm: .sha256,
            signatureAlgorithm: .ecdsaWithSHA256,
            signingTime: nil
        )
        try await expect(.signedAttributes, request(attributes: tokens.der))
    }

    @Test func `when the attributes name SHA-1 or another signature algorithm`() async throws {
        let weak = SignedAttributes(
            messageDigest: digest("range of contract"),
            signingCertificate: hanako.certificate,
            digestAlgorithm: .sha1,
            signatureAlgorithm: .ecdsaWithSHA256
        )
        try await expect(.algorithmRefused, request(attributes: weak.der))
        let other = SignedAttributes(
            messageDigest: digest("range of contract"),
            signingCertificate: hanako.certificate,
            digestAlgorithm: .sha256,
            signatureAlgorithm: .sha256WithRSA
        )
        try await expect(.algorithmRefused, request(attributes: other.der))
    }

    @Test func `when the attributes are not DER`() async throws {
        let good = signer.attributes("contract", hanako.certificate)
        try await expect(.signedAttributes, request(attributes: good + [0]))
        try await expect(.signedAttributes, request(attributes: Array(good.dropLast())))
        try await expect(.signedAttributes, request(attributes: []))
    }

    @Test func `without an explicit act on a known wording`() async throws {
        let document = signer.document("contract", attributes: signer.attributes("contract", hanako.certificate))
        let request = try signer.request([document], by: hanako)
        let digest = SignerFixture.consent.textDigest
        for consent in [
            ConsentReference(textDigest: "", locale: "ja", action: "press-and-hold"),
            ConsentReference(textDigest: digest, locale: "fr", action: "press-and-hold"),
            ConsentReference(textDigest: digest, locale: "ja", action: ""),
        ] {
            try await expect(.malformed, request.with(consent: consent))
        }
    }
}

extension ActivationRequest {
    func with(credential: String? = nil, consent: ConsentReference? = nil) -> ActivationRequest {
        ActivationRequest(
            transaction: transaction,
            credential: credential ?? self.credential,
            subject: subject,
            documents: documents,
            consent: consent ?? self.consent,
            authentication: authentication,
            validation: validation
        )
    }
}
