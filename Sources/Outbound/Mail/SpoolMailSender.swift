import Crypto
package import Foundation
package import SigningService

/// Puts each message into a folder as one JSON file, for a mail relay to pick up or for a trial to read.
///
/// The name is made from the message id, so handing the same message over twice leaves one file. A file appears whole
/// or not at all: it is written beside its place and renamed.
package struct SpoolMailSender: MailSender {
    private let folder: URL

    /// `folder` must exist.
    package init(folder: URL) {
        self.folder = folder
    }

    package func send(_ message: MailMessage, id: String) async throws {
        let place = folder.appending(path: SpoolMailSender.fileName(for: id))
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
            // `.atomic` writes a temporary file in the same folder and renames it.
            try encoder.encode(message).write(to: place, options: .atomic)
        } catch {
            throw OutboundError.notStored(reason: "\(error)").named("mail")
        }
    }

    /// What is in the folder, newest first: the mailbox of a trial.
    package func messages() throws -> [MailMessage] {
        let files = try FileManager.default.contentsOfDirectory(
            at: folder,
            includingPropertiesForKeys: [.contentModificationDateKey]
        )
        let dated = try files.filter { $0.pathExtension == "json" }.map { file in
            (
                file,
                try file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate ?? .distantPast
            )
        }
        return try dated.sorted { ($0.1, $0.0.path) > ($1.1, $1.0.path) }.prefix(100).map { file, _ in
            try JSONDecoder().decode(MailMessage.self, from: Data(contentsOf: file))
        }
    }

    /// `id` itself where it is a harmless file name, else its digest.
    package static func fileName(for id: String) -> String {
        let harmless = id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
            default: false
            }
        }
        if harmless, !id.isEmpty, id.utf8.count <= 100 { return id + ".json" }
        return SHA256.hash(data: Data(id.utf8)).map { String(format: "%02x", $0) }.joined() + ".json"
    }
}
