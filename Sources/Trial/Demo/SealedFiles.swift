import CMS
import Foundation
import PDF

/// The files of a sealed envelope, as its sender downloads them.
struct SealedFiles {
    let client: APIClient
    let sender: String
    let prepared: PreparedFolder

    /// Writes contract, certificate, evidence and trust anchors into `folder`.
    ///
    /// - Throws: `DemoFailure.otherDocument` when the contract does not begin with the bytes that were uploaded.
    func download(_ envelope: String, to folder: URL, original: some ByteSource) async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (part, file) in [
            ("document", "contract-signed.pdf"), ("certificate", "certificate.pdf"), ("evidence", "evidence.json"),
        ] {
            let place = folder.appending(path: file)
            try await client.download("/v1/envelopes/\(envelope)/\(part)", bearer: sender, to: place)
            if part == "document", try !Self.begins(place, with: original) { throw DemoFailure.otherDocument }
        }
        let anchors = [prepared.hierarchy.root, prepared.hierarchy.timestampRoot].map {
            PEM.certificate($0.certificate.der)
        }
        try Data(anchors.joined().utf8).write(to: folder.appending(path: "trust-anchors.pem"), options: .atomic)
    }

    func download(_ envelope: String, to folder: URL, original: [UInt8]) async throws {
        try await download(envelope, to: folder, original: BytesSource(original))
    }

    private static func begins(_ file: URL, with beginning: some ByteSource) throws -> Bool {
        let whole = try MappedFile(path: file.path)
        guard whole.count > beginning.count else { return false }
        let start = 0..<beginning.count
        return try whole.sha256(of: start) == beginning.sha256(of: start)
    }
}
