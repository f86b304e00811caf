import CMS
import DeclaredPKI
import Foundation
import PAdES
import PDF

/// A small file with a cross-reference table: plain, with fields, signed, and at B-LTA.
struct SignedFileSeeds {
    let issuing: DeclaredIdentity
    let signer: DeclaredIdentity
    let authority: DeclaredIdentity
    let ocsp: [UInt8]

    func all() throws -> [(String, [UInt8])] {
        var seeds = [("plain", Self.onePage)]
        var file = Self.onePage
        file += try addSignatureFields(
            [SignatureFieldRequest(name: "One", box: nil), SignatureFieldRequest(name: "Two", box: nil)],
            lockingForeignFields: true,
            to: Document(BytesSource(file))
        )
        seeds.append(("fields", file))
        file += try signature("One", in: file)
        seeds.append(("signed", file))
        file +=
            try addingValidationData(
                certificates: [issuing.certificate.der],
                ocspResponses: [ocsp],
                crls: [issuing.crl()],
                to: Document(BytesSource(file))
            ) ?? []
        let prepared = try PreparedTimestamp(contentsSize: 3_072, in: Document(BytesSource(file)))
        file += try prepared.finished(token: authority.timestamp(overDigest: prepared.imprint))
        seeds.append(("archived", file))
        return seeds
    }

    private func signature(_ field: String, in file: [UInt8]) throws -> [UInt8] {
        let chain = [signer.certificate.der, issuing.certificate.der]
        let prepared = try PreparedSignature(
            field: field,
            certificateChain: chain,
            algorithm: signer.key.algorithm,
            content: SignatureDictionaryContent(signingTime: DeclaredPKI.now, docMDP: 2, contentsSize: 4_096),
            appearance: nil,
            in: Document(BytesSource(file))
        )
        let value = try signer.sign(prepared.signedAttributes)
        return try prepared.finished(
            signature: value,
            certificateChain: chain,
            timestampToken: authority.timestamp(overDigest: PreparedSignature.timestampImprint(of: value))
        )
    }

    private static let onePage: [UInt8] = {
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Resources << >> /Contents 4 0 R >>",
            "<< /Length 9 >>\nstream\n0 0 m 9 w\nendstream",
        ]
        var text = "%PDF-1.7\n"
        var table = "0000000000 65535 f \n"
        for (index, object) in objects.enumerated() {
            let offset = String(text.utf8.count)
            table += String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n\(table)trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\n"
        return Array((text + "startxref\n\(start)\n%%EOF\n").utf8)
    }()
}
