import Crypto
import Foundation
import Passkeys
import Testing

@testable import Trial

@Suite struct `The software authenticator` {
    let challenge = [UInt8](repeating: 5, count: 32)

    @Test(arguments: [SoftwareAuthenticator.Attestation.none, .packedSelf])
    func `is accepted as a passkey`(attestation: SoftwareAuthenticator.Attestation) throws {
        var authenticator = SoftwareAuthenticator(relyingParty: "localhost", origin: "https://localhost:8443")
        let registration = try authenticator.register(challenge: challenge, attestation: attestation)
        let passkey = try PasskeyRegistration.verify(
            attestationObject: registration.attestationObject,
            clientDataJSON: registration.clientDataJSON,
            challenge: challenge,
            relyingParty: "localhost",
            origins: ["https://localhost:8443"]
        )
        let assertion = try authenticator.assert(challenge: challenge)
        let verified = try PasskeyAssertion.verify(
            credentialID: Array(authenticator.credentialID),
            authenticatorData: assertion.authenticatorData,
            clientDataJSON: assertion.clientDataJSON,
            signature: assertion.signature,
            challenge: challenge,
            relyingParty: "localhost",
            origins: ["https://localhost:8443"],
            passkey: passkey
        )
        #expect(verified.signCount == 1)
        #expect(verified.flags == [.userPresent, .userVerified])
    }
}

@Suite struct `The signer of the demonstration` {
    let digest = Array(SHA256.hash(data: Data("contract".utf8)))
    var authenticator = SoftwareAuthenticator(relyingParty: "localhost", origin: "https://localhost:8443")

    @Test func `answers the challenge of what was read`() throws {
        let begin = try begin()
        let check = try ActivationCheck(begin, ofDocument: digest, address: "a@b.example", authenticator: authenticator)
        #expect(Base64URL.encode(check.challenge) == begin.publicKey?.challenge)
    }

    @Test func `refuses a context for another document`() throws {
        #expect(throws: DemoFailure.contextMismatch("sd")) {
            try ActivationCheck(
                begin(),
                ofDocument: Array(SHA256.hash(data: Data("other".utf8))),
                address: "a@b.example",
                authenticator: authenticator
            )
        }
    }

    @Test(arguments: [("c@d.example", "sub"), ("a@b.example", "challenge")])
    func `refuses a context that was changed`(address: String, what: String) throws {
        let begin = try begin(challenge: what == "challenge" ? [1] : nil)
        #expect(throws: DemoFailure.contextMismatch(what)) {
            try ActivationCheck(begin, ofDocument: digest, address: address, authenticator: authenticator)
        }
    }

    private func begin(challenge: [UInt8]? = nil) throws -> API.Begin {
        let digests = """
            {"name":"c.pdf","sd":"\(hexadecimal(digest))","br":"00","dtbsr":"\(String(repeating: "ab", count: 32))"}
            """
        let context = Data(
            #"{"ver":1,"docs":[\#(digests)],"n":1,"sub":"a@b.example","hashAlg":"2.16.840.1.101.3.4.2.1","iat":1000,"exp":301000}"#
                .utf8
        )
        let right = Array(SHA256.hash(data: Data("chigiri-sad-v1\0".utf8) + context))
        let json = """
            {"kind":"party","activationId":"1","context":"\(context.base64EncodedString())","documents":[\(digests)],
            "publicKey":{"challenge":"\(Base64URL.encode(challenge ?? right))","rpId":"localhost",
            "allowCredentials":[{"id":"\(Base64URL.encode(authenticator.credentialID))"}],"userVerification":"required"}}
            """
        return try JSONDecoder().decode(API.Begin.self, from: Data(json.utf8))
    }
}

@Suite struct `The demonstration` {
    @Test(arguments: [(595.0, 842.0), (842, 595), (300, 144), (200, 200), (72, 72), (3000, 100)], 1...5)
    func `puts boxes and text fields on the page and apart`(size: (width: Double, height: Double), count: Int) {
        let boxes = Placement.boxes(count: count, page: 1, size: size)
        #expect(boxes.count == count)
        let all = boxes + boxes.map(Placement.field)
        for (index, box) in all.enumerated() {
            #expect(box.x >= 0 && box.y >= 0 && box.width > 0 && box.height > 0)
            #expect(box.x + box.width <= size.width && box.y + box.height <= size.height)
            for other in all.dropFirst(index + 1) {
                let areBeside = box.x + box.width <= other.x || other.x + other.width <= box.x
                let areAbove = box.y + box.height <= other.y || other.y + other.height <= box.y
                #expect(areBeside || areAbove, "\(box) \(other)")
            }
        }
    }

    @Test func `finds the token of a link`() {
        let text =
            "様\n\nhttps://localhost:8443/sign/abcdefghijklmnopqrstuvwxyz_-0123456789\n\nhttps://other/abcdefghijklmnopqrst"
        #expect(
            Spool.tokens(in: text, below: "https://localhost:8443") == ["abcdefghijklmnopqrstuvwxyz_-0123456789"]
        )
    }

    @Test func `goes on where a sweep ended`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "results-\(UUID().uuidString).tsv")
        defer { try? FileManager.default.removeItem(at: file) }
        var results = try Results(file: file)
        for (name, outcome) in [
            ("a", Results.Outcome.passed), ("b", .refused(code: "ENCRYPTED")), ("c", .failed("x\ty")),
        ] {
            try results.add(Results.Row(input: name, outcome: outcome, bytes: 1, pages: nil, seconds: 0.5))
        }
        let again = try Results(file: file)
        #expect(again.isDone("a") && again.isDone("b") && !again.isDone("c") && !again.isDone("d"))
        #expect(again.outcomes["b"] == .refused(code: "ENCRYPTED"))
    }

    @Test func `fails when one fails, and counts refusals apart`() {
        #expect(DemoRun.Counts(passed: 1).exitCode(expectRefusal: false) == 0)
        #expect(DemoRun.Counts(passed: 1, refused: 1).exitCode(expectRefusal: false) == 4)
        #expect(DemoRun.Counts(refused: 1).exitCode(expectRefusal: true) == 0)
        #expect(DemoRun.Counts(passed: 1, refused: 1).exitCode(expectRefusal: true) == 1)
        #expect(DemoRun.Counts(passed: 1, failed: 1).exitCode(expectRefusal: false) == 1)
    }
}
