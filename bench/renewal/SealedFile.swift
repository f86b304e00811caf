import BenchSupport
import CMS
import DeclaredPKI
import Foundation
import PAdES
import PDF

/// A contract at B-LTA: what was uploaded, and everything that was signed and stamped since.
struct SealedFile {
    let upload: [UInt8]
    let rest: [UInt8]

    init(_ outside: Outside) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "chigiri-sealed-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        upload = Array(try Data(contentsOf: BenchContract(bytes: 100_000, in: folder).file))

        let time = outside.now
        let signer = try outside.pki.issuing.issue(
            .signer("契 太郎").valid(
                from: time.addingTimeInterval(-60),
                until: time.addingTimeInterval(BenchService.year)
            )
        )
        let chain = [signer, outside.pki.issuing].map(\.certificate.der)
        var file = upload
        let prepared = try PreparedSignature(
            field: "signer-1",
            certificateChain: chain,
            algorithm: signer.key.algorithm,
            content: SignatureDictionaryContent(signingTime: time, docMDP: 2, contentsSize: 32_768),
            appearance: nil,
            in: Document(BytesSource(file))
        )
        let value = try signer.sign(prepared.signedAttributes)
        let imprint = try MessageImprint(
            hashAlgorithm: .sha256,
            digest: PreparedSignature.timestampImprint(of: value)
        )
        file += try prepared.finished(
            signature: value,
            certificateChain: chain,
            timestampToken: outside.authority.timestamp(over: imprint, at: time)
        )
        let later = time.addingTimeInterval(60)
        let issuers = [outside.pki.root, outside.pki.issuing, outside.root]
        file +=
            try addingValidationData(
                certificates: issuers.map(\.certificate.der) + [outside.authority.certificate.der],
                ocspResponses: [],
                crls: try issuers.map { try $0.crl(thisUpdate: later) },
                to: Document(BytesSource(file))
            ) ?? []
        let stamp = try PreparedTimestamp(contentsSize: 32_768, in: Document(BytesSource(file)))
        let token = try outside.authority.timestamp(
            over: MessageImprint(hashAlgorithm: .sha256, digest: stamp.imprint),
            at: later
        )
        file += try stamp.finished(token: token)
        rest = Array(file.dropFirst(upload.count))
    }
}
