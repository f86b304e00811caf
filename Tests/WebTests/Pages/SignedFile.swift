import CMS
import DeclaredPKI
import Foundation
import PAdES
import PDF
import Testing

/// A PDF of one page with two signature fields, the first of them signed, and what may follow.
struct SignedFile {
    let pki: DeclaredPKI
    let stamps: DeclaredPKI
    private let authority: DeclaredIdentity
    private(set) var bytes: [UInt8]

    private static let content = "0 0 0 rg 72 720 200 12 re f"
    private let time = DeclaredPKI.now.addingTimeInterval(-3_600)
    static let end = DeclaredPKI.now.addingTimeInterval(5 * 365 * 86_400)

    init() throws {
        let start = DeclaredPKI.now.addingTimeInterval(-86_400)
        pki = try DeclaredPKI("TEST", from: start, until: Self.end)
        stamps = try DeclaredPKI("TEST TSA", from: start, until: Self.end)
        authority = try stamps.root.issue(.timestamping("TEST TSA").valid(from: start, until: Self.end))
        let signer = try pki.issuing.issue(.signer("契 太郎").valid(from: start, until: Self.end))
        bytes = Self.unsigned()
        bytes += try addSignatureFields(
            [SignatureFieldRequest(name: "One", box: nil), SignatureFieldRequest(name: "Two", box: nil)],
            lockingForeignFields: true,
            to: Document(BytesSource(bytes))
        )
        let chain = [signer.certificate.der, pki.issuing.certificate.der]
        let prepared = try PreparedSignature(
            field: "One",
            certificateChain: chain,
            algorithm: signer.key.algorithm,
            content: SignatureDictionaryContent(signingTime: time, docMDP: 2, contentsSize: 16_384),
            appearance: nil,
            in: Document(BytesSource(bytes))
        )
        let value = try signer.sign(prepared.signedAttributes)
        let imprint = try MessageImprint(
            hashAlgorithm: .sha256,
            digest: PreparedSignature.timestampImprint(of: value)
        )
        bytes += try prepared.finished(
            signature: value,
            certificateChain: chain,
            timestampToken: authority.timestamp(over: imprint, at: time)
        )
        let later = time.addingTimeInterval(60)
        bytes +=
            try addingValidationData(
                certificates: [pki.issuing, pki.root, stamps.root].map(\.certificate.der),
                ocspResponses: [],
                crls: try [pki.root, pki.issuing, stamps.root].map { authority in
                    try authority.crl(thisUpdate: later, nextUpdate: later.addingTimeInterval(86_400))
                },
                to: Document(BytesSource(bytes))
            ) ?? []
    }

    /// With a document timestamp over everything.
    func stamped() throws -> SignedFile {
        var file = self
        let prepared = try PreparedTimestamp(
            contentsSize: 16_384,
            hashAlgorithm: .sha256,
            in: Document(BytesSource(bytes))
        )
        let imprint = try MessageImprint(hashAlgorithm: .sha256, digest: prepared.imprint)
        file.bytes += try prepared.finished(
            token: authority.timestamp(over: imprint, at: time.addingTimeInterval(120))
        )
        return file
    }

    /// With other content on its page, in a revision of its own.
    func painted() throws -> SignedFile {
        var file = self
        let text = String(decoding: bytes, as: UTF8.self)
        let start = try #require(text.matches(of: /startxref\s+(\d+)/).last?.output.1)
        let size = try #require(text.matches(of: /\/Size (\d+)/).last?.output.1)
        let content = Self.content.replacing("200", with: "400")
        let object = "4 0 obj\n<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream\nendobj\n"
        let place = bytes.count + object.utf8.count
        let offset = String(repeating: "0", count: 10 - String(bytes.count).count) + "\(bytes.count)"
        let table =
            "xref\n4 1\n\(offset) 00000 n \ntrailer\n<< /Size \(size) /Root 1 0 R /Prev \(start) >>\nstartxref\n\(place)\n%%EOF\n"
        file.bytes += Array((object + table).utf8)
        return file
    }

    private static func unsigned() -> [UInt8] {
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents 4 0 R >>",
            "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
        ]
        var text = "%PDF-1.7\n"
        var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for (index, object) in objects.enumerated() {
            let offset = "\(text.utf8.count)"
            table += String(repeating: "0", count: 10 - offset.count) + "\(offset) 00000 n \n"
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let trailer = "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(text.utf8.count)\n%%EOF\n"
        return Array((text + table + trailer).utf8)
    }
}
