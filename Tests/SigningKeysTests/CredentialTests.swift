import CMS
import Crypto
import DeclaredPKI
import Foundation
import SQLiteSignerStorage
import SignerProtocol
import SignerTestSupport
import SigningKeys
import Testing

@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `An enrolment` {
    static let client = SignerFixture.client
    static let hanako = CredentialRequest(subject: "hanako@example.jp", displayName: "甲野 花子")

    /// KEY-3.
    @Test func `proves possession of the key and names the verified address`() async throws {
        let signer = try await SignerFixture.make()
        let enrolment = try await signer.credentials.enrol(Self.hanako, client: Self.client)
        let request = try CertificationRequest(der: enrolment.certificationRequest.bytes)
        try request.verifyPossession()
        #expect(request.subject.commonName == "hanako@example.jp")
        #expect(request.rfc822Names == ["hanako@example.jp"])
        let record = try await signer.credentials.record(of: enrolment.id)
        #expect(record.state == .certificatePending)
        #expect(!record.hasPasskey)
    }

    @Test func `that stopped before the passkey goes on with the same key`() async throws {
        let signer = try await SignerFixture.make()
        let first = try await signer.credentials.enrol(Self.hanako, client: Self.client)
        let second = try await signer.credentials.enrol(Self.hanako, client: Self.client)
        #expect(first.id == second.id)
        #expect(first.passkeyChallenge != second.passkeyChallenge)
        let one = try CertificationRequest(der: first.certificationRequest.bytes)
        let two = try CertificationRequest(der: second.certificationRequest.bytes)
        #expect(one.publicKeyInfo == two.publicKeyInfo)
        // The earlier challenge is void.
        await #expect(throws: SignerError.passkeyChallenge) {
            _ = try await signer.credentials.registerPasskey(
                of: first.id,
                SoftwareAuthenticator().register(challenge: first.passkeyChallenge.bytes),
                client: Self.client
            )
        }
    }

    @Test func `is refused in production, where nobody's identity is proved yet`() async throws {
        let signer = try await SignerFixture.make(.production)
        await #expect(throws: SignerError.identityProofRequired) {
            _ = try await signer.credentials.enrol(Self.hanako, client: Self.client)
        }
        #expect(try await signer.operations() == 0)
    }

    @Test(arguments: ["", "no-at.example", "a@", "@b", "a b@example.jp", "花子@example.jp", "a@b@c"])
    func `is refused for what is no address`(subject: String) async throws {
        let signer = try await SignerFixture.make()
        await #expect(throws: SignerError.malformed) {
            _ = try await signer.credentials.enrol(
                CredentialRequest(subject: subject, displayName: "花子"),
                client: Self.client
            )
        }
    }

    @Test func `refuses a passkey made too late, elsewhere, without the person, or twice`() async throws {
        let signer = try await SignerFixture.make()
        let enrolment = try await signer.credentials.enrol(Self.hanako, client: Self.client)
        let challenge = enrolment.passkeyChallenge.bytes
        var phished = SoftwareAuthenticator()
        phished.origin = "https://localhost.example"
        var absent = SoftwareAuthenticator()
        absent.flags = 0x01
        for (authenticator, error) in [(phished, SignerError.passkeyOtherOrigin), (absent, .passkeyUserNotVerified)] {
            await #expect(throws: error) {
                _ = try await signer.credentials.registerPasskey(
                    of: enrolment.id,
                    authenticator.register(challenge: challenge),
                    client: Self.client
                )
            }
        }
        signer.clock.advance(seconds: 901)
        await #expect(throws: SignerError.expired) {
            _ = try await signer.credentials.registerPasskey(
                of: enrolment.id,
                SoftwareAuthenticator().register(challenge: challenge),
                client: Self.client
            )
        }
        let again = try await signer.credentials.enrol(Self.hanako, client: Self.client)
        let authenticator = SoftwareAuthenticator()
        let answer = authenticator.register(challenge: again.passkeyChallenge.bytes)
        #expect(try await signer.credentials.registerPasskey(of: again.id, answer, client: Self.client).hasPasskey)
        await #expect(throws: SignerError.illegalTransition) {
            _ = try await signer.credentials.registerPasskey(of: again.id, answer, client: Self.client)
        }
    }

    @Test func `refuses a passkey that opens another credential already`() async throws {
        let signer = try await SignerFixture.make()
        let hanako = try await signer.enrol("hanako@example.jp")
        let enrolment = try await signer.credentials.enrol(
            CredentialRequest(subject: "taro@example.jp", displayName: "太郎"),
            client: Self.client
        )
        await #expect(throws: SignerError.passkeyRefused) {
            _ = try await signer.credentials.registerPasskey(
                of: enrolment.id,
                hanako.authenticator.register(challenge: enrolment.passkeyChallenge.bytes),
                client: Self.client
            )
        }
    }
}

@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `A certificate` {
    static let client = SignerFixture.client

    /// A credential with passkey that waits for its certificate.
    private func waiting(_ signer: SignerFixture) async throws -> (id: String, publicKeyInfo: [UInt8]) {
        let enrolment = try await signer.credentials.enrol(`An enrolment`.hanako, client: Self.client)
        _ = try await signer.credentials.registerPasskey(
            of: enrolment.id,
            SoftwareAuthenticator().register(challenge: enrolment.passkeyChallenge.bytes),
            client: Self.client
        )
        let request = try CertificationRequest(der: enrolment.certificationRequest.bytes)
        return (enrolment.id, request.publicKeyInfo)
    }

    @Test func `for the right key and person makes the credential active, and twice is once`() async throws {
        let signer = try await SignerFixture.make()
        let (id, publicKeyInfo) = try await waiting(signer)
        let chain = signer.chain(try signer.authority.person("hanako@example.jp", publicKeyInfo: publicKeyInfo))
        let first = try await signer.credentials.installCertificate(of: id, chain, client: Self.client)
        #expect(first.state == .active)
        #expect(try await signer.credentials.installCertificate(of: id, chain, client: Self.client) == first)
        let other = signer.chain(try signer.authority.person("hanako@example.jp", publicKeyInfo: publicKeyInfo))
        await #expect(throws: SignerError.illegalTransition) {
            _ = try await signer.credentials.installCertificate(of: id, other, client: Self.client)
        }
    }

    /// KEY-3, KEY-4.
    @Test func `for another key, person or root is refused`() async throws {
        let signer = try await SignerFixture.make()
        let (id, publicKeyInfo) = try await waiting(signer)
        let otherKey = Array(P256.Signing.PrivateKey().publicKey.derRepresentation)
        let stranger = try DeclaredPKI.ofSigner()
        let expired = SignerFixture.start.date.addingTimeInterval(-1)
        let cases: [(IssuedChain, SignerError)] = [
            (
                signer.chain(try signer.authority.person("hanako@example.jp", publicKeyInfo: otherKey)),
                .certificateMismatch
            ),
            (
                signer.chain(try signer.authority.person("taro@example.jp", publicKeyInfo: publicKeyInfo)),
                .certificateMismatch
            ),
            (
                signer.chain(try signer.authority.service("hanako@example.jp", publicKeyInfo: publicKeyInfo)),
                .certificateMismatch
            ),
            (
                IssuedChain(chain: [
                    Blob(try stranger.person("hanako@example.jp", publicKeyInfo: publicKeyInfo).der),
                    Blob(stranger.issuing.certificate.der), Blob(stranger.root.certificate.der),
                ]),
                .certificateNotValid
            ),
            (
                IssuedChain(chain: [
                    Blob(try stranger.person("hanako@example.jp", publicKeyInfo: publicKeyInfo).der),
                    Blob(signer.authority.issuing.certificate.der),
                ]),
                .certificateNotValid
            ),
            (
                signer.chain(
                    try signer.authority.person(
                        "hanako@example.jp",
                        publicKeyInfo: publicKeyInfo,
                        until: expired
                    )
                ),
                .certificateNotValid
            ),
            (IssuedChain(chain: []), .certificateNotValid),
            (IssuedChain(chain: [Blob([0x30, 0x00])]), .certificateNotValid),
        ]
        for (chain, error) in cases {
            await #expect(throws: error) {
                _ = try await signer.credentials.installCertificate(of: id, chain, client: Self.client)
            }
        }
        #expect(try await signer.credentials.record(of: id).state == .certificatePending)
    }

    @Test func `is not installed before the passkey`() async throws {
        let signer = try await SignerFixture.make()
        let enrolment = try await signer.credentials.enrol(`An enrolment`.hanako, client: Self.client)
        let request = try CertificationRequest(der: enrolment.certificationRequest.bytes)
        let leaf = try signer.authority.person("hanako@example.jp", publicKeyInfo: request.publicKeyInfo)
        await #expect(throws: SignerError.passkeyMissing) {
            _ = try await signer.credentials.installCertificate(
                of: enrolment.id,
                signer.chain(leaf),
                client: Self.client
            )
        }
    }

    @Test func `that has ended ends the credential`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol(
            "hanako@example.jp",
            certificateUntil: SignerFixture.start.date.addingTimeInterval(3600)
        )
        try await signer.credentials.expireOverdue()
        #expect(try await signer.credentials.record(of: person.id).state == .active)
        signer.clock.advance(seconds: 3700)
        try await signer.credentials.expireOverdue()
        #expect(try await signer.credentials.record(of: person.id).state == .expired)
    }
}

@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `A destroyed key` {
    static let client = SignerFixture.client

    /// KEY-5.
    @Test func `signs no more, leaves a tombstone and cannot be brought back`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        let pending = try await signer.pending(["contract"], by: person)
        try await signer.destroy(person.id)
        let record = try await signer.credentials.record(of: person.id)
        #expect(record.state == .destroyed)
        let before = try await signer.operations()
        await #expect(throws: SignerError.keyNotActive) {
            _ = try await signer.activate(signer.approval(of: pending, ["contract"], by: person))
        }
        #expect(try await signer.operations() == before)
        #expect(
            try await signer.store.read {
                try $0.isDestroyed(keyFingerprint: Array(SHA256.hash(data: person.certificate.publicKeyInfo)))
            }
        )
        await #expect(throws: SignerError.illegalTransition) {
            try await signer.destroy(person.id)
        }
        try await signer.room.auditRecords(person.id).verifyAuditChain()
    }

    @Test func `leaves no byte of its wrapped form in the database's files`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        let wrapped = try #require(try await signer.store.read { try $0.credential(person.id)?.key?.wrapped })
        try await signer.destroy(person.id)
        for suffix in ["", "-wal"] {
            let path = signer.database + suffix
            guard FileManager.default.fileExists(atPath: path) else { continue }
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(bytes.range(of: Data(wrapped)) == nil, "\(path)")
        }
    }

    @Test func `can be suspended and resumed before, and not after`() async throws {
        let signer = try await SignerFixture.make()
        let person = try await signer.enrol("hanako@example.jp")
        #expect(try await signer.credentials.suspend(person.id, client: Self.client).state == .suspended)
        #expect(try await signer.credentials.resume(person.id, client: Self.client).state == .active)
        await #expect(throws: SignerError.illegalTransition) {
            _ = try await signer.credentials.resume(person.id, client: Self.client)
        }
        #expect(try await signer.credentials.revoke(person.id, client: Self.client).state == .revoked)
        await #expect(throws: SignerError.illegalTransition) {
            _ = try await signer.credentials.resume(person.id, client: Self.client)
        }
        await #expect(throws: SignerError.unknownCredential) {
            _ = try await signer.credentials.suspend("nobody", client: Self.client)
        }
    }
}
