import CMS
import DeclaredPKI
import PAdES
import PDF

/// One signer, one timestamp authority and an unsigned contract with an empty field, all made in memory.
struct SigningFixture {
    let signer: DeclaredIdentity
    let authority: DeclaredIdentity
    let contract: [UInt8]

    init(_ type: DeclaredKeyType = .p256) throws {
        signer = try DeclaredIdentity(.signer("Signer"), key: type.key())
        authority = try DeclaredIdentity(.timestamping("TSA"))
        let unsigned = Array(Self.onePage.utf8)
        let box = DisplayedBox(page: 1, x: 50, y: 50, width: 200, height: 60)
        contract =
            try unsigned
            + addSignatureFields(
                [SignatureFieldRequest(name: "signer-1", box: box)],
                lockingForeignFields: true,
                to: Document(BytesSource(unsigned))
            )
    }

    var document: Document {
        get throws { try Document(BytesSource(contract)) }
    }

    /// A signature of the empty field, with the key's algorithm where no other is given.
    func prepared(_ algorithm: AlgorithmIdentifier? = nil) throws -> PreparedSignature {
        try PreparedSignature(
            field: "signer-1",
            certificateChain: chain,
            algorithm: algorithm ?? signer.key.algorithm,
            content: SignatureDictionaryContent(
                subFilter: .etsiCAdESDetached,
                signingTime: DeclaredPKI.now,
                docMDP: 2,
                contentsSize: 8_192
            ),
            appearance: nil,
            in: document
        )
    }

    var chain: [[UInt8]] { [signer.certificate.der] }

    private static let onePage: String = {
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] >>",
        ]
        var file = "%PDF-1.7\n"
        var table = "0000000000 65535 f \n"
        for (index, object) in objects.enumerated() {
            let offset = "\(file.utf8.count)"
            table += String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        return file
            + "xref\n0 4\n\(table)trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n\(file.utf8.count)\n%%EOF\n"
    }()
}
