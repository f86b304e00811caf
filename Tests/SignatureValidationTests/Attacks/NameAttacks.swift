import CMS
import DeclaredPKI
import Foundation
import Testing

@testable import SignatureValidation

@Suite struct `A signer with a misleading name` {
    private func report(of names: String...) throws -> SignatureReport {
        let world = try TestWorld()
        var file = try TestFile(world)
        let identity = try world.issuing.issue(.signer("").named(names))
        try file.sign("One", by: identity, timestampedAt: nil)
        return try #require(try file.report(at: world.signingTime).signatures.first)
    }

    /// Attack 36.
    @Test(arguments: [
        ("契 太郎", "契 太郎"),
        ("\u{202E}郎太 契", #"\E2\80\AE郎太 契"#),
        ("契\u{200B} 太郎", #"契\E2\80\8B 太郎"#),
        ("契 太郎\u{0}@example", #"契 太郎\00@example"#),
    ])
    func `is shown with what is hidden in it, and with issuer and number`(name: String, shown: String) throws {
        let signature = try report(of: name)
        #expect(signature.signer == shown)
        let certificate = try #require(signature.certificate)
        #expect(certificate.issuer.hasPrefix("CN="))
        #expect(!certificate.serialNumber.isEmpty)
    }

    /// Attack 36: whichever name others show, it is among those that are shown here.
    @Test func `is shown with every name that it has`() throws {
        #expect(try report(of: "契 太郎", "契 花子").signer == "契 太郎 + 契 花子")
    }

    /// Attack 36: letters that look alike cannot be told apart by their look; the certificate's number tells.
    @Test func `in letters of another script is another name, under another number`() throws {
        let (latin, cyrillic) = (try report(of: "Alice"), try report(of: "\u{0410}lice"))
        #expect(latin.signer != cyrillic.signer)
        #expect(latin.certificate?.serialNumber != cyrillic.certificate?.serialNumber)
    }

    @Test func `cannot pass for another one: issuer or number differ`() throws {
        let (one, other) = (try report(of: "契 太郎"), try report(of: "契 太郎"))
        #expect(one.signer == other.signer)
        #expect(one.certificate != other.certificate)
    }
}
