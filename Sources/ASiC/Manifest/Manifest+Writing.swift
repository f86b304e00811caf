import Foundation

extension Manifest {
    /// The manifest as XML; the same manifest gives the same bytes.
    package var xml: [UInt8] {
        let type = signatureName.hasSuffix(".ers") ? nil : "application/x-pkcs7-signature"
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n"
        text += "<asic:ASiCManifest xmlns:asic=\"\(Self.namespace)\" xmlns:ds=\"\(Self.signatures)\">\n"
        text += "  <asic:SigReference\(Self.attributes(signatureName, type))/>\n"
        for object in objects {
            text += "  <asic:DataObjectReference\(Self.attributes(object.name, object.mimeType))>\n"
            text += "    <ds:DigestMethod Algorithm=\"\(Self.hashes[object.hash] ?? "")\"/>\n"
            text += "    <ds:DigestValue>\(Data(object.digest).base64EncodedString())</ds:DigestValue>\n"
            text += "  </asic:DataObjectReference>\n"
        }
        return Array((text + "</asic:ASiCManifest>\n").utf8)
    }

    private static func attributes(_ name: String, _ type: String?) -> String {
        let uri = name.addingPercentEncoding(withAllowedCharacters: uriCharacters) ?? name
        return " URI=\"\(escaped(uri))\"" + (type.map { " MimeType=\"\(escaped($0))\"" } ?? "")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }

    /// What a path may hold as it is. RFC 3986 §3.3
    private static let uriCharacters = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"
    )
}
