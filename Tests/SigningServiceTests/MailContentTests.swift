import Foundation
import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `What a mail says` {
    private func content(
        _ blocks: [MailContent.Block],
        mark: String? = nil,
        language: Language = .ja
    ) -> MailContent {
        MailContent(mark: mark, language: language, subject: "件名 <1>", blocks: blocks)
    }

    private func invitation(_ environment: ServiceEnvironment, _ language: Language = .ja) throws -> MailMessage {
        let signer = Signer(
            id: SignerID(from: systemRandomBytes),
            name: "葛\u{E0100}城 <花子>",
            address: try MailAddress("hanako@party.example", field: "email"),
            kind: .witness,
            order: 1,
            box: SignatureBox(page: 1, x: 0, y: 0, width: 100, height: 50),
            imprint: .personal,
            field: "Signature1",
            state: .waiting
        )
        return MailText(environment: environment, language: language).invitation(
            to: signer,
            title: "契約 & \"書\"",
            sender: "送信 太郎",
            organisation: "契約株式会社",
            link: "https://keiyaku.example/sign/abc",
            expiresAt: Timestamp(milliseconds: 1_790_000_000_000)
        )
    }

    @Test func `is the same in text and on the page`() throws {
        let message = try invitation(.test)
        #expect(
            message.text == """
                試験環境 TEST ENVIRONMENT

                葛\u{E0100}城 <花子> 様

                契約株式会社 の 送信 太郎 さんから、契約書「契約 & "書"」への電子署名の依頼が届いています。
                次のリンクは、あなただけのものです。転送しないでください。

                https://keiyaku.example/sign/abc

                期限: 2026-09-21T14:13:20.000Z（UTC）
                心当たりがない場合は、このメールを破棄してください。

                """
        )
        #expect(message.name == "葛\u{E0100}城 <花子>")
        let html = try #require(message.html)
        #expect(html.contains("葛\u{E0100}城 &lt;花子&gt; 様"))
        #expect(html.contains("契約 &amp; &quot;書&quot;"))
        #expect(html.contains(#"href="https://keiyaku.example/sign/abc""#))
        // As a button and as text.
        #expect(html.components(separatedBy: "https://keiyaku.example/sign/abc").count == 4)
        #expect(html.contains("契約書をひらく</a>"))
        #expect(html.contains("期限: 2026-09-21T14:13:20.000Z（UTC）<br>"))
    }

    @Test func `stands below the band of a test, and without one in production`() throws {
        let test = try #require(try invitation(.test).html)
        let band = try #require(test.range(of: ">試験環境 TEST ENVIRONMENT</div>"))
        #expect(band.lowerBound < (try #require(test.range(of: "様</p>"))).lowerBound)
        #expect(test.range(of: "<body")?.upperBound ?? test.endIndex < band.lowerBound)

        let production = try invitation(.production)
        #expect(production.html?.contains("TEST") == false && !production.text.contains("TEST"))
    }

    @Test func `fetches nothing and runs nothing`() throws {
        for language in Language.allCases {
            let html = try #require(try invitation(.test, language).html)
            for word in ["<script", "<img", "<link", "url(", "@import", "src=", "<table", "http:"] {
                #expect(!html.contains(word), "\(word)")
            }
            #expect(html.contains(#"<html lang="\#(language.rawValue)">"#))
        }
    }

    @Test(arguments: ["<", ">", "\"", "'"])
    func `is escaped wherever a mark of the page may hide`(mark: String) {
        for hiding in ["\(mark)\u{301}", "\u{0600}\(mark)", "\(mark)\u{FE0F}", "\u{200D}\(mark)\u{200D}"] {
            for block in [MailContent.Block.words(hiding), .code(hiding), .link(hiding, label: hiding)] {
                // By bytes, since texts are compared by character.
                let bytes = Array(content([block]).html.utf8)
                #expect(bytes.ranges(of: Array(hiding.utf8)).isEmpty, "\(block)")
            }
        }
        let page = content([.words("a&lt;b")]).html
        #expect(page.contains("<title>件名 &lt;1&gt;</title>"))
        #expect(page.contains("a&amp;lt;b"))
    }

    @Test func `shows a code and breaks lines`() {
        let html = content([.code("1234 5678"), .words("一\n二\r\n三")], language: .en).html
        #expect(html.contains(">1234 5678</p>"))
        #expect(html.contains("一<br>\n二<br>\n三</p>"))
    }
}
