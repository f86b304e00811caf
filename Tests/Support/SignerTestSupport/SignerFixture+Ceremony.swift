import Crypto
import DeclaredPKI
import SigningKeys
package import CMS
package import Foundation
package import SignerProtocol

/// A person with an active credential.
package struct EnrolledPerson: Sendable {
    package let address: String
    package let id: String
    package let certificate: Certificate
    package var authenticator: SoftwareAuthenticator
}

extension SignerFixture {
    package static let consent = ConsentReference(
        textDigest: String(repeating: "ab", count: 32),
        locale: "ja",
        action: "press-and-hold"
    )

    /// Key, passkey and certificate.
    package func enrol(_ address: String, certificateUntil end: Date? = nil) async throws -> EnrolledPerson {
        let enrolment = try await credentials.enrol(
            CredentialRequest(subject: address, displayName: "甲野 花子"),
            client: Self.client
        )
        let authenticator = SoftwareAuthenticator()
        _ = try await credentials.registerPasskey(
            of: enrolment.id,
            authenticator.register(challenge: enrolment.passkeyChallenge.bytes),
            client: Self.client
        )
        let request = try CertificationRequest(der: enrolment.certificationRequest.bytes)
        let certificate = try authority.person(address, publicKeyInfo: request.publicKeyInfo, until: end)
        _ = try await credentials.installCertificate(of: enrolment.id, chain(certificate), client: Self.client)
        return EnrolledPerson(
            address: address,
            id: enrolment.id,
            certificate: certificate,
            authenticator: authenticator
        )
    }

    package func chain(_ certificate: Certificate) -> IssuedChain {
        IssuedChain(chain: [Blob(certificate.der), Blob(authority.issuing.certificate.der)])
    }

    /// A service key with its certificate.
    package func installServiceKey(_ purpose: ServiceKeyPurpose) async throws -> Certificate {
        let key = try await seal.serviceKey(purpose, client: Self.client)
        let request = try CertificationRequest(der: key.certificationRequest.bytes)
        let certificate = try authority.service(purpose.rawValue, publicKeyInfo: request.publicKeyInfo)
        _ = try await seal.installCertificate(of: purpose, chain(certificate), client: Self.client)
        return certificate
    }

    /// Current good news about a certificate and its issuer.
    package func validation(
        of certificate: Certificate,
        _ status: CertificateStatus.State = .good,
        at time: Date? = nil
    ) throws -> ValidationMaterial {
        let moment = time ?? clock.now.date
        return ValidationMaterial(
            chain: chain(certificate).chain,
            ocspResponses: [
                Blob(try authority.status(of: certificate, status, at: moment)),
                Blob(try authority.status(of: authority.issuing.certificate, .good, at: moment)),
            ],
            crls: []
        )
    }

    /// Signed attributes over a document that stands for `name`.
    package func attributes(_ name: String, _ certificate: Certificate) -> [UInt8] {
        SignedAttributes(
            messageDigest: rangeDigest(name),
            signingCertificate: certificate,
            digestAlgorithm: keyType.hash,
            signatureAlgorithm: keyType.algorithm
        ).der
    }

    /// The digest over the ByteRange of a document that stands for `name`.
    package func rangeDigest(_ name: String) -> [UInt8] {
        keyType.hash.digest(of: Array("range of \(name)".utf8))
    }

    package func document(_ name: String, attributes: [UInt8]) -> DocumentToSign {
        DocumentToSign(
            id: name,
            name: "\(name).pdf",
            shownDigest: Blob(digest(name)),
            byteRangeDigest: Blob(rangeDigest(name)),
            signedAttributes: Blob(attributes)
        )
    }

    package func request(_ documents: [DocumentToSign], by person: EnrolledPerson) throws -> ActivationRequest {
        ActivationRequest(
            transaction: "envelope/signer/1",
            credential: person.id,
            subject: person.address,
            documents: documents,
            consent: Self.consent,
            authentication: "link",
            validation: try validation(of: person.certificate)
        )
    }

    /// Asks for an activation of these documents.
    package func pending(_ names: [String], by person: EnrolledPerson) async throws -> PendingActivation {
        let documents = names.map { document($0, attributes: attributes($0, person.certificate)) }
        return try await activation.request(request(documents, by: person), client: Self.client)
    }

    /// The person's approval of everything in a pending activation.
    package func approval(
        of pending: PendingActivation,
        _ names: [String],
        by person: EnrolledPerson
    ) throws -> ActivationData {
        ActivationData(
            activation: pending.id,
            indexes: Array(names.indices),
            assertion: try person.authenticator.assert(challenge: pending.challenge.bytes),
            signedAttributes: names.map { Blob(attributes($0, person.certificate)) },
            validation: try validation(of: person.certificate)
        )
    }

    package func activate(_ data: ActivationData) async throws -> SignatureResponse {
        try await activation.activate(data.activation, data, client: Self.client)
    }
}

package func digest(_ text: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(text.utf8)))
}
