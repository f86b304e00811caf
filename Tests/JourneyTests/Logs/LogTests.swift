import Foundation
import Testing

@testable import Trial

extension `In a running instance` {
    /// What the programs write to their logs is read by people who may not know who signs what.
    @Suite struct `the logs` {
        let instance: LiveInstance

        init() throws {
            instance = try #require(LiveInstance.current)
        }

        @Test func `hold no name, no address, no title and no link, whatever goes right or wrong`() async throws {
            var signer = Person(.party, name: "記録 残照", in: instance)
            let envelope = try await instance.send([signer])
            let link = try await signer.link()
            try await signer.sign()
            try await instance.wait(for: envelope) { $0.state == "sealed" }
            // And a few refusals, which are logged with their reasons.
            _ = try? await instance.client.post(
                "/v1/invitations/exchange",
                bearer: nil,
                API.Exchange(token: link, code: "1234 5678"),
                as: API.Session.self
            )
            _ = try? await instance.client.get(
                "/v1/envelopes/\(envelope)x",
                bearer: instance.sender,
                as: API.Envelope.self
            )

            let secrets = [
                "記録 残照", "残照", signer.signer.email, LiveInstance.senderAddress, "試験 送信者", link,
                instance.sender,
            ]
            let files = try FileManager.default.contentsOfDirectory(
                at: instance.prepared.folder.logs,
                includingPropertiesForKeys: nil
            ).filter {
                ["service.log", "signer.log", "chigiri.log", "chigiri-signer.log"].contains($0.lastPathComponent)
                    || $0.pathExtension == "log"
            }
            var size = 0
            for file in files where !file.lastPathComponent.contains("authority") {
                let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
                size += text.utf8.count
                for secret in secrets {
                    #expect(!text.contains(secret), "\(file.lastPathComponent) holds \(secret)")
                }
            }
            #expect(size > 0, "there are no logs to look at: \(files)")
        }
    }
}
