import PDF
import SignerProtocol
import Testing
import Typesetting

@testable import SigningService

@Suite struct `A completion certificate` {
    let fonts: FontLibrary

    init() throws {
        fonts = try FontLibrary()
    }

    @Test(arguments: [1, 2, 30])
    func `is accepted by our own reader and preflight`(signers: Int) throws {
        let document = try Document(BytesSource(CompletionCertificate.example(signers: signers).pdf(fonts: fonts)))
        let pages = try document.pages().count
        #expect(signers < 30 ? (3...6).contains(pages) : (16...20).contains(pages), "\(pages) pages")
        #expect(Preflight.findings(in: document).isEmpty)
    }

    @Test func `is the same bytes each time`() throws {
        let certificate = try CompletionCertificate.example(signers: 2)
        #expect(try certificate.pdf(fonts: fonts) == certificate.pdf(fonts: fonts))
    }

    @Test(.enabled(if: OutsideReader.hasPDFToText, "pdftotext is not installed"))
    func `reads back in poppler: names, digests, times, addresses`() throws {
        let certificate = try CompletionCertificate.example(signers: 2)
        let file = try certificate.pdf(fonts: fonts)
        let text = try OutsideReader.text(of: file)
        let pages = try Document(BytesSource(file)).pages().count
        let words = [
            "1 / \(pages)", "\(pages) / \(pages)",
            "合意締結証明書", "髙橋 﨑𠮷", "葛\u{E0100}城 一", "signer0@example.jp", "展示什器設計業務委託契約書[U+1F600]",
            "0001 0203 0405 0607 0809 0a0b 0c0d 0e0f", "2021 2223 2425 2627 2829 2a2b 2c2d 2e2f",
            certificate.envelope.text, "2026-11-22 12:34:56 JST", "2026-11-22T03:34:56Z",
            "試験環境 TEST ENVIRONMENT", "PAdES B-LTA", "当事者型は、", "立会人型は、",
            "Certificate of Completion", "署名が文書に入りました", "Signature in the document, validated",
            "株式会社灯台工房之印",
        ]
        // Japanese breaks its lines anywhere.
        let inOneLine = text.filter { !$0.isNewline }
        for word in words {
            let isThere = [text, inOneLine].contains { $0.unicodeScalars.contains(word.unicodeScalars) }
            #expect(isThere, "\(word)")
        }
    }

    @Test(.enabled(if: OutsideReader.hasPDFToText, "pdftotext is not installed"))
    func `does not call itself a test in production`() throws {
        let certificate = try CompletionCertificate.example(signers: 1, .production)
        let text = try OutsideReader.text(of: certificate.pdf(fonts: fonts))
        #expect(text.contains("合意締結証明書"))
        #expect(!text.contains("試験のために作られました"))
        #expect(!text.contains("試験環境 TEST"))
    }

    @Test func `refuses a name that has no glyphs rather than spell it out`() throws {
        let certificate = try CompletionCertificate.example(signers: 1, name: "김")
        #expect(throws: TypesettingError.missingGlyph(MissingGlyph(character: "김", position: 0))) {
            try certificate.pdf(fonts: fonts)
        }
    }

    @Test(arguments: [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "100")])
    func `counts in kanji`(number: Int, kanji: String) {
        #expect(CertificateBlocks.kanji(number) == kanji)
    }
}

extension CompletionCertificate {
    static func example(
        signers: Int,
        _ environment: ServiceEnvironment = .test,
        name: String? = nil
    ) throws -> CompletionCertificate {
        let authority = "CN=Timestamps, O=TEST ENVIRONMENT"
        let names = ["髙橋 﨑𠮷", "葛\u{E0100}城 一", "株式会社灯台工房 代表取締役 相沢 修"]
        let start: Int64 = 1_795_318_496_000
        return CompletionCertificate(
            envelope: try #require(EnvelopeID(bytes: Array(0..<16))),
            title: "展示什器設計業務委託契約書😀",
            organisation: "株式会社灯台工房",
            documentName: "contract.pdf",
            pages: 3,
            originalDigest: Array(0..<32),
            originalSize: 84_213,
            sealedDigest: Array(32..<64),
            sealedSize: 1_184_213,
            level: "B-LTA",
            sealedAt: Timestamp(milliseconds: start + 90_000_000),
            documentTimestamp: TimestampSummary(
                time: Timestamp(milliseconds: start + 90_000_000),
                authority: authority,
                isAccredited: true
            ),
            signatories: (0..<signers).map { index in
                Signatory(
                    name: name ?? names[index % names.count],
                    address: "signer\(index)@example.jp",
                    kind: index.isMultiple(of: 2) ? .party : .witness,
                    imprint: index % 2 == 0 ? .personal : .corporate(organisation: "株式会社灯台工房", ending: .long),
                    signedAt: Timestamp(milliseconds: start + Int64(index) * 60_000),
                    certificate: CertificateSummary(
                        subject: "CN=signer\(index)@example.jp, O=TEST ENVIRONMENT 試験環境",
                        issuer: "CN=Issuing CA, O=TEST ENVIRONMENT 試験環境",
                        serialNumber: [0x4B, UInt8(index)],
                        notBefore: Timestamp(milliseconds: start - 86_400_000),
                        notAfter: Timestamp(milliseconds: start + 86_400_000 * 365),
                        key: "ECDSA P-256",
                        fingerprint: Array(repeating: UInt8(index), count: 32)
                    ),
                    timestamp: TimestampSummary(
                        time: Timestamp(milliseconds: start + 1_000),
                        authority: authority,
                        isAccredited: false
                    )
                )
            },
            steps: AuditAction.allCases.enumerated().map { index, action in
                Step(
                    sequence: index + 1,
                    time: Timestamp(milliseconds: start + Int64(index) * 1_000),
                    actor: index % 3 == 0 ? "サービス Service" : names[index % 2],
                    action: action.words
                )
            },
            audit: AuditHead(entries: 23, digest: Array(repeating: 0xFF, count: 32)),
            instance: "Chigiri",
            publicURL: "https://localhost:8443",
            environment: environment,
            issuedAt: Timestamp(milliseconds: start + 100_000_000)
        )
    }
}
