import CMS
import Foundation
import SigningService

/// Reads what settings name, from the folder they lie in.
struct SettingsReading {
    let folder: URL

    func path(_ name: String) -> String {
        URL(filePath: name, relativeTo: folder).absoluteURL.standardizedFileURL.path(percentEncoded: false)
    }

    func certificates(_ name: String) throws(ServerError) -> [Certificate] {
        try CertificateFile.read(path(name))
    }

    /// The digest of the set-up token in a file; nil when there is no file: set-up is closed.
    func token(_ name: String) throws(ServerError) -> TokenDigest? {
        let place = URL(filePath: path(name))
        guard FileManager.default.fileExists(atPath: place.path(percentEncoded: false)) else { return nil }
        let text = String(decoding: try SettingsReading.bytes(place), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        guard text.utf8.count >= 20 else { throw .settingRefused("setupTokenFile", reason: "the token is too short") }
        return TokenDigest(of: text)
    }

    static func bytes(_ place: URL) throws(ServerError) -> Data {
        do {
            return try Data(contentsOf: place)
        } catch {
            throw .fileUnreadable(place.path(percentEncoded: false))
        }
    }

    static func url(_ text: String, _ name: String, schemes: Set<String>) throws(ServerError) -> URL {
        guard let url = URL(string: text), let scheme = url.scheme, schemes.contains(scheme), url.host() != nil else {
            throw .settingRefused(
                name,
                reason: "\(text) is not a URL with \(schemes.sorted().joined(separator: " or "))"
            )
        }
        return url
    }

    /// Links begin with it, so it ends without a slash.
    static func publicURL(_ text: String) throws(ServerError) -> String {
        _ = try url(text, "publicURL", schemes: ["https"])
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}

/// Certificates in a PEM file.
///
/// - SeeAlso: RFC 7468 §5
enum CertificateFile {
    /// - Throws: `ServerError.fileUnreadable`, `.certificatesUnreadable` also when there is none.
    static func read(_ path: String) throws(ServerError) -> [Certificate] {
        let text = String(decoding: try SettingsReading.bytes(URL(filePath: path)), as: UTF8.self)
        var certificates: [Certificate] = []
        var rest = text[...]
        while let begin = rest.range(of: "-----BEGIN CERTIFICATE-----") {
            guard let end = rest.range(of: "-----END CERTIFICATE-----", range: begin.upperBound..<rest.endIndex),
                let der = Data(
                    base64Encoded: rest[begin.upperBound..<end.lowerBound].filter { !$0.isWhitespace }
                ),
                let certificate = try? Certificate(der: Array(der))
            else { throw .certificatesUnreadable(path) }
            certificates.append(certificate)
            rest = rest[end.upperBound...]
        }
        guard !certificates.isEmpty else { throw .certificatesUnreadable(path) }
        return certificates
    }
}
