import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Styles, scripts and pictures of the pages, under an address that changes with their content.
struct Assets: Sendable {
    private struct File: Sendable {
        let bytes: ByteBuffer
        let type: String
    }

    private static let sources: [(name: String, bytes: [UInt8])] = [
        ("tokens.css", PackageResources.tokens_css), ("base.css", PackageResources.base_css),
        ("components.css", PackageResources.components_css), ("pages.css", PackageResources.pages_css),
        ("favicon.svg", PackageResources.favicon_svg), ("hatch.svg", PackageResources.hatch_svg),
        ("chevron.svg", PackageResources.chevron_svg), ("check-on.svg", PackageResources.check_on_svg),
        ("passkeys.js", PackageResources.passkeys_js),
        ("sign-in.js", PackageResources.sign_in_js), ("register-passkey.js", PackageResources.register_passkey_js),
        ("activate-signature.js", PackageResources.activate_signature_js),
        ("connection.js", PackageResources.connection_js), ("approve-acts.js", PackageResources.approve_acts_js),
        ("approve-entry.js", PackageResources.approve_entry_js),
        ("follow.js", PackageResources.follow_js), ("follow-reading.js", PackageResources.follow_reading_js),
        ("write-name.js", PackageResources.write_name_js), ("place-fields.js", PackageResources.place_fields_js),
    ]

    private let files: [String: File]
    /// `/assets/` and twelve digits of the digest of all of them, so that one may name another.
    let path: String

    init() {
        var hash = SHA256()
        var files: [String: File] = [:]
        for (name, bytes) in Self.sources {
            hash.update(data: Array(name.utf8) + [0] + bytes)
            files[name] = File(bytes: ByteBuffer(bytes: bytes), type: Self.type(of: name))
        }
        self.files = files
        path =
            "/assets/"
            + hash.finalize().prefix(6).map { String(UInt16(0x100) + UInt16($0), radix: 16).dropFirst() }.joined()
    }

    /// The file, to be kept for ever; nil for an unknown name or the digest of another version.
    func answer(version: String, name: String) -> Response? {
        guard "/assets/\(version)" == path, let file = files[name] else { return nil }
        return Response(
            status: .ok,
            headers: [
                .contentType: file.type, .cacheControl: "public, max-age=31536000, immutable",
            ],
            body: ResponseBody(byteBuffer: file.bytes)
        )
    }

    private static func type(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: preconditionFailure("\(name) has no media type yet")
        }
    }
}
