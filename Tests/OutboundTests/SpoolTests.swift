import Foundation
import SigningService
import Testing

@testable import Outbound

@Suite struct `The mail spool` {
    private func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "chigiri-spool-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    private let message = MailMessage(to: "taro@example.jp", subject: "ご署名のお願い", text: "https://localhost/…")

    @Test func `holds one whole file for a message, however often it is handed over`() async throws {
        try await withFolder { folder in
            let spool = SpoolMailSender(folder: folder)
            try await spool.send(message, id: "invite-1")
            try await spool.send(message, id: "invite-1")
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(files == ["invite-1.json"])
            let kept = try JSONDecoder().decode(
                MailMessage.self,
                from: Data(contentsOf: folder.appending(path: "invite-1.json"))
            )
            #expect(kept == message)
        }
    }

    @Test(arguments: ["../../etc/passwd", "", ".hidden", "a/b", "署名", String(repeating: "x", count: 300)])
    func `stays in its folder for any id`(id: String) async throws {
        try await withFolder { folder in
            try await SpoolMailSender(folder: folder).send(message, id: id)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(files.count == 1)
            #expect(files.allSatisfy { $0.count == 64 + 5 })
        }
    }

    @Test func `says so when it cannot keep the message`() async {
        let spool = SpoolMailSender(folder: URL(filePath: "/nonexistent/spool"))
        await #expect(throws: ExternalServiceError.self) { try await spool.send(message, id: "x") }
    }
}

@Suite struct `A CA client` {
    @Test func `carries the request and the profile, and brings the chain`() async throws {
        try await withStub({ path, body in
            #expect(path == "/ca/issue")
            #expect(body == [1, 2, 3])
            return StubAnswer(contentType: "application/json", body: Array(#"{"chain":["BAU=","Bgc="]}"#.utf8))
        }) { origin in
            let chain = try await CAClient(url: try #require(URL(string: origin))).issue([1, 2, 3], profile: .signer)
            #expect(chain == [[4, 5], [6, 7]])
        }
    }

    @Test(arguments: [(400, false), (403, false), (500, true), (503, true)])
    func `tells a refusal from an outage`(status: Int, isOutage: Bool) async throws {
        try await withStub({ _, _ in StubAnswer(status: status) }) { origin in
            await #expect {
                try await CAClient(url: try #require(URL(string: origin))).issue([1], profile: .witnessSeal)
            } throws: { error in
                switch error as? ExternalServiceError {
                case .unavailable: isOutage
                case .refused: !isOutage
                default: false
                }
            }
        }
    }
}
