import Crypto
import Foundation

/// Signs requests as Amazon S3 asks for: an HMAC-SHA256 over method, path, query, headers and the digest of the body.
///
/// ```
/// canonical request = method ⏎ path ⏎ query ⏎ header:value ⏎ … ⏎ ⏎ names of headers ⏎ digest of the body
/// string to sign    = AWS4-HMAC-SHA256 ⏎ time ⏎ scope ⏎ SHA-256 of the canonical request
/// key               = HMAC(HMAC(HMAC(HMAC("AWS4" secret, day), region), service), "aws4_request")
/// ```
///
/// - SeeAlso: Amazon S3 API Reference, “Signature Calculations for the Authorization Header” (Signature Version 4)
struct SignatureVersion4: Sendable {
    let keys: AccessKeys
    let region: String
    var service = "s3"

    /// What a signature covers.
    struct Message: Sendable {
        let method: String
        /// Begins with a slash; as it is meant, not encoded.
        let path: String
        var query: [(name: String, value: String)] = []
        var headers: [(name: String, value: String)]
        /// SHA-256 of the body, hexadecimal.
        let payload: String
    }

    /// The value of the header `Authorization`; `time` has to be that of the header `x-amz-date`.
    func authorization(for message: Message, at time: Date) -> String {
        let signature = Self.hexadecimal(Self.mac(stringToSign(message, at: time), under: key(at: time)))
        return "AWS4-HMAC-SHA256 Credential=\(keys.id)/\(scope(at: time)), "
            + "SignedHeaders=\(message.signedHeaders), Signature=\(signature)"
    }

    func stringToSign(_ message: Message, at time: Date) -> String {
        [
            "AWS4-HMAC-SHA256", Self.stamp(time), scope(at: time),
            Self.hexadecimal(SHA256.hash(data: Data(message.canonical.utf8))),
        ].joined(separator: "\n")
    }

    /// `20150830T123600Z`, for the header `x-amz-date`.
    static func stamp(_ time: Date) -> String {
        time.formatted(
            Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted, timeZone: .gmt)
        )
    }

    /// Everything but letters, digits and `-._~` as `%XX`; slashes too unless they divide a path.
    static func encoded(_ text: String, isPath: Bool) -> String {
        text.utf8.reduce(into: "") { encoded, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.append(Character(UnicodeScalar(byte)))
            case UInt8(ascii: "/") where isPath:
                encoded.append("/")
            default:
                encoded.append("%")
                encoded.append(String(byte >> 4, radix: 16, uppercase: true))
                encoded.append(String(byte & 15, radix: 16, uppercase: true))
            }
        }
    }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.reduce(into: "") { text, byte in
            text.append(String(byte >> 4, radix: 16))
            text.append(String(byte & 15, radix: 16))
        }
    }

    private func scope(at time: Date) -> String {
        "\(Self.stamp(time).prefix(8))/\(region)/\(service)/aws4_request"
    }

    private func key(at time: Date) -> [UInt8] {
        [String(Self.stamp(time).prefix(8)), region, service, "aws4_request"]
            .reduce(Array("AWS4\(keys.secret)".utf8)) { key, part in Self.mac(part, under: key) }
    }

    private static func mac(_ text: String, under key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: key)))
    }
}

extension SignatureVersion4.Message {
    /// The request in the one spelling that is digested.
    var canonical: String {
        let fields = sortedHeaders.map { "\($0.name):\($0.value)\n" }.joined()
        return [
            method, SignatureVersion4.encoded(path, isPath: true), canonicalQuery, fields, signedHeaders, payload,
        ].joined(separator: "\n")
    }

    /// Encoded and sorted, as it also stands in the URL.
    var canonicalQuery: String {
        query
            .map { name, value in
                (
                    SignatureVersion4.encoded(name, isPath: false),
                    SignatureVersion4.encoded(value, isPath: false)
                )
            }
            .sorted { $0 < $1 }
            .map { "\($0)=\($1)" }
            .joined(separator: "&")
    }

    var signedHeaders: String { sortedHeaders.map(\.name).joined(separator: ";") }

    /// Lower case, sorted, one line for each name, runs of spaces as one.
    private var sortedHeaders: [(name: String, value: String)] {
        var values: [String: [String]] = [:]
        for (name, value) in headers {
            let words = value.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
            values[name.lowercased(), default: []].append(words)
        }
        return values.map { ($0, $1.joined(separator: ",")) }.sorted { $0.0 < $1.0 }
    }
}
