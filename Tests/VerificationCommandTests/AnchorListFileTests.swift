import ArgumentParser
import CMS
import DeclaredPKI
import Foundation
import PDF
import SignatureValidation
import Testing
import VerificationCommand

/// PATH-3, VAL-15: anchors with purposes and terms may be named to a command that judges.
@Suite final class `The list of anchors of a command that judges` {
    let file: URL
    let root: Certificate

    init() throws {
        file = FileManager.default.temporaryDirectory.appending(path: "anchors-\(UUID().uuidString).json")
        root = try DeclaredPKI().root.certificate
    }

    deinit { try? FileManager.default.removeItem(at: file) }

    private func policy(_ more: String...) throws -> ValidationPolicy {
        try VerificationArguments.parse(["file"] + more).policy()
    }

    private func write(until: String) throws {
        let der = Data(root.der).base64EncodedString()
        let text =
            #"{"anchors": [{"certificate": "\#(der)", "purposes": ["signer"], "from": null, "until": \#(until), "#
            + #""source": null, "added": null}]}"#
        try Data(text.utf8).write(to: file)
    }

    @Test func `is added to the anchors of the other options, and counts in the digest`() throws {
        try write(until: #""2030-01-01T00:00:00Z""#)
        let policy = try policy("--anchors", file.path())
        #expect(policy.registeredAnchors.map(\.certificate) == [root])
        #expect(policy.registeredAnchors.first?.purposes == [.signer])
        #expect(policy.trustAnchors.isEmpty)
        #expect(try policy.anchorsDigest != self.policy().anchorsDigest)
    }

    @Test func `is refused with its place when it cannot be read`() throws {
        try write(until: #""2030-01-01""#)
        let path = file.path()
        let refusal = VerificationRefusal.anchorListRefused(path, place: "anchors[0].until")
        #expect(throws: refusal) { try policy("--anchors", path) }
        #expect(refusal.code == "ANCHOR_LIST_UNREADABLE" && refusal.english.contains("anchors[0].until"))
        #expect(throws: VerificationRefusal.self) { try policy("--anchors", "/nonexistent/anchors.json") }
    }
}
