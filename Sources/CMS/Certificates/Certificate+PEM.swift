import Foundation

extension Certificate {
    /// Every certificate in a PEM text, at least one; nil when there is none, or one of them cannot be read.
    ///
    /// - SeeAlso: RFC 7468 §5
    package static func list(pem text: String) -> [Certificate]? {
        var certificates: [Certificate] = []
        var rest = text[...]
        while let begin = rest.range(of: "-----BEGIN CERTIFICATE-----") {
            guard let end = rest.range(of: "-----END CERTIFICATE-----", range: begin.upperBound..<rest.endIndex),
                let der = Data(base64Encoded: rest[begin.upperBound..<end.lowerBound].filter { !$0.isWhitespace }),
                let certificate = try? Certificate(der: Array(der))
            else { return nil }
            certificates.append(certificate)
            rest = rest[end.upperBound...]
        }
        return certificates.isEmpty ? nil : certificates
    }
}
