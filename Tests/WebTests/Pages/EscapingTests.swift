import Foundation
import HTTPTypes
import HummingbirdTesting
import SigningService
import Testing

@testable import Web

/// A scalar that joins the next one, or the one before, in one `Character`: escaping has to look at scalars.
private let joiners = [
    "\u{0600}%", "\u{06DD}%", "\u{110BD}%", "%\u{0301}", "%\u{200D}", "%\u{FE0F}", "%\u{E0100}", "%",
]

@Suite struct `What people wrote` {
    @Test(arguments: joiners)
    func `is escaped in the title of a contract, whatever stands beside the sign`(joiner: String) async throws {
        let title = "x" + "<b>\"'&".map { joiner.replacing("%", with: String($0)) }.joined() + "x"
        try await withPages { client, store in
            let cast = try await Cast(in: store, title: title)
            for path in ["/envelopes", "/sign/\(cast.link)", "/signing/consent", "/signing/confirm"] {
                let page = try await client.page(path, cookie: cast.cookie)
                let scalars = Array(page.text.unicodeScalars)
                for (index, scalar) in scalars.enumerated() where "<\"'".unicodeScalars.contains(scalar) {
                    let around = scalars[max(0, index - 1)...min(scalars.count - 1, index + 1)]
                    #expect(
                        !around.contains {
                            [0x0600, 0x06DD, 0x110BD, 0x0301, 0x200D, 0xFE0F, 0xE0100].contains($0.value)
                        },
                        "\(path)"
                    )
                }
                #expect(!page.text.contains("<b>\"'&"), "\(path)")
            }
        }
    }

    @Test func `is escaped in the token of a set-up link`() async throws {
        try await withPages { client, _ in
            let plain = try await client.page("/setup/abc")
            #expect(plain.text.contains(#"value="abc""#))

            let page = try await client.page("/setup/%D8%80%22%D8%80%3E%D8%80%3Cscript%D8%80%3E")
            #expect(!page.text.unicodeScalars.map(\.value).contains([0x0600, 0x3C]))
            #expect(!page.text.unicodeScalars.map(\.value).contains([0x0600, 0x22]))
        }
    }

    @Test func `is shown as it was written`() async throws {
        try await withPages { client, store in
            let cast = try await Cast(in: store, title: "A & B <契約> “x”")
            let page = try await client.page("/sign/\(cast.link)")
            #expect(page.status == .ok)
            #expect(page.text.contains("A &amp; B &lt;契約&gt; “x”"))
        }
    }
}
