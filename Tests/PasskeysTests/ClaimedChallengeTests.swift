import Passkeys
import Testing

@Suite struct `A claimed challenge` {
    private func read(_ challenge: String) throws(PasskeyRefusal) -> [UInt8] {
        let text = #"{"type":"webauthn.get","challenge":"\#(challenge)","origin":"https://localhost"}"#
        return try ClaimedChallenge.read(clientDataJSON: Array(text.utf8))
    }

    @Test func `is read as it was sent`() throws {
        #expect(try read("AP_-") == [0x00, 0xFF, 0xFE])
    }

    // Padded, of the other alphabet, with bits left over, of an impossible length.
    @Test(arguments: ["AA==", "AP/+", "AB", "A"])
    func `has one spelling only`(challenge: String) {
        #expect(throws: PasskeyRefusal.clientDataMalformed) { try read(challenge) }
    }

    @Test func `is in client data only`() {
        #expect(throws: PasskeyRefusal.clientDataMalformed) {
            try ClaimedChallenge.read(clientDataJSON: Array("{}".utf8))
        }
        #expect(throws: PasskeyRefusal.tooLong(9_000)) {
            try ClaimedChallenge.read(clientDataJSON: Array(repeating: 0x20, count: 9_000))
        }
    }
}
