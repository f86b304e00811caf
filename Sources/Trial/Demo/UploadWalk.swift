import Foundation
import PDF

/// A contract as the service took it, and the file that it is.
struct UploadedContract {
    let document: API.Document
    /// What was sent, or the clean copy of it.
    let file: URL

    /// Fields that others had signed.
    var earlierFields: Set<String> { Set((document.earlierSignatures ?? []).map(\.field)) }
}

/// Uploads a contract; where the service proposes a clean copy, the demonstration's sender agrees to it.
struct UploadWalk {
    let client: APIClient
    let sender: String

    /// - Throws: `APIRefusal` when the file is refused.
    func upload(_ pdf: URL, to folder: URL, progress: inout Progress) async throws -> UploadedContract {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        let escaped = pdf.lastPathComponent.addingPercentEncoding(withAllowedCharacters: allowed) ?? "contract.pdf"
        let uploaded: API.Upload
        do {
            let path = "/v1/documents?name=\(escaped)"
            uploaded = try await client.upload(path, bearer: sender, file: pdf, as: API.Upload.self)
        } catch var refusal as APIRefusal where [413, 422].contains(refusal.status) {
            refusal.isOfTheFile = true
            throw refusal
        }
        switch uploaded {
        case .document(let document):
            progress.done("uploaded \(document.size) bytes, \(document.pages) pages")
            return UploadedContract(document: document, file: pdf)
        case .proposal(let proposal):
            let path = "/v1/documents/\(proposal.id)/normalisation"
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let clean = folder.appending(path: "contract-clean.pdf")
            try await client.download("\(path)/after", bearer: sender, to: clean)
            let document = try await client.post(
                "\(path)/agreement",
                bearer: sender,
                API.Agreement(sha256: proposal.after.sha256),
                as: API.Document.self
            )
            progress.done("agreed to a clean copy of \(document.size) bytes, \(document.pages) pages")
            return UploadedContract(document: document, file: clean)
        }
    }
}
