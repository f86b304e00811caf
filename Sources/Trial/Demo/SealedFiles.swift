import CMS
import Foundation

/// The files of a sealed envelope, as its sender downloads them.
struct SealedFiles {
    let client: APIClient
    let sender: String
    let prepared: PreparedFolder

    /// Writes contract, certificate, evidence and trust anchors into `folder`.
    ///
    /// - Throws: `DemoFailure.otherDocument` when the contract does not begin with the bytes that were uploaded.
    func download(_ envelope: String, to folder: URL, original: [UInt8]) async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (part, file) in [
            ("document", "contract-signed.pdf"), ("certificate", "certificate.pdf"), ("evidence", "evidence.json"),
        ] {
            let bytes = try await client.bytes("/v1/envelopes/\(envelope)/\(part)", bearer: sender)
            if part == "document", !bytes.starts(with: original) { throw DemoFailure.otherDocument }
            try Data(bytes).write(to: folder.appending(path: file), options: .atomic)
        }
        let anchors = [prepared.hierarchy.root, prepared.hierarchy.timestampRoot].map {
            PEM.certificate($0.certificate.der)
        }
        try Data(anchors.joined().utf8).write(to: folder.appending(path: "trust-anchors.pem"), options: .atomic)
    }
}
