import CMS
import DeclaredPKI
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SignerProtocol
import SigningService
import Testing

@testable import Web

/// VAL-10, VAL-11, VAL-14.
@Suite struct `The page of a report` {
    /// The report on a file, as a page in Japanese and in English.
    private func pages(on file: SignedFile) async throws -> (ja: String, en: String) {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let needs = try needs(
            .test,
            in: folder,
            signerAnchors: [file.pki.root.certificate.der],
            timestampAnchors: [file.stamps.root.certificate.der]
        )
        let body = ByteBuffer(bytes: `A file in a form`.body(file.bytes))
        return try await Application(router: try pageRouter(needs), logger: needs.log).test(.router) { client in
            var texts: [String] = []
            for language in ["ja", "en"] {
                var headers: HTTPFields = [.contentType: `A file in a form`.type, .origin: ownOrigin]
                headers[.cookie] = "chigiri-language=\(language)"
                let answer = try await client.execute(uri: "/verify", method: .post, headers: headers, body: body)
                #expect(answer.status == .ok)
                texts.append(answer.text)
            }
            return (texts[0], texts[1])
        }
    }

    @Test func `says until when the proof holds, and which fields nobody signed`() async throws {
        let (ja, en) = try await pages(on: SignedFile().stamped())
        let end = JapaneseTime(Timestamp(SignedFile.end)).register
        #expect(ja.contains("TOTAL_PASSED") && en.contains("TOTAL_PASSED"))
        #expect(ja.contains("<dt>証明が続く期限</dt><dd><time>\(end)</time>"))
        #expect(ja.contains("新しい文書タイムスタンプを付けて延長してください"))
        #expect(en.contains("<dt>The proof holds until</dt><dd><time>\(end)</time>"))
        #expect(en.contains("Renew the file with a new document timestamp"))
        #expect(ja.contains("<dt>署名されていない署名欄</dt><dd>Two</dd>"))
        #expect(en.contains("<dt>Signature fields without a signature</dt><dd>Two</dd>"))
    }

    @Test func `names no end of a proof that is not there`() async throws {
        let (ja, en) = try await pages(on: SignedFile())
        #expect(!ja.contains("証明が続く期限") && !en.contains("The proof holds until"))
        #expect(ja.contains("署名されていない署名欄"))
    }

    @Test func `shows pages that changed after a signature, and whether that was allowed`() async throws {
        let stamped = try await pages(on: SignedFile().stamped())
        #expect(stamped.ja.contains("許されている変更だけです") && !stamped.ja.contains("許されていない変更があります"))
        #expect(stamped.ja.contains("第3版の署名から後、1ページ: 欄・注釈とその表示"))
        #expect(stamped.en.contains("since revision 3, page 1: fields, annotations and how they look"))

        let painted = try await pages(on: SignedFile().painted())
        #expect(painted.ja.contains("TOTAL_FAILED"))
        #expect(painted.ja.contains("許されていない変更があります") && !painted.ja.contains("許されている変更だけです"))
        #expect(painted.ja.contains("第3版の署名から後、1ページ: 本文"))
        #expect(painted.en.contains("since revision 3, page 1: content"))
    }

    @Test func `says nothing of pages that are what was signed`() async throws {
        let page = try await pages(on: SignedFile()).ja
        #expect(!page.contains("署名のあとに変わったページ"))
    }
}
