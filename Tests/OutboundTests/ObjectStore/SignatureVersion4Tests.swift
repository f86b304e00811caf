import Crypto
import Foundation
import Testing

@testable import Outbound

/// Vectors of others: the suite that AWS published for Signature Version 4 (`aws-sig-v4-test-suite`), and the worked examples
/// of the Amazon S3 API Reference, “Signature Calculations for the Authorization Header”.
///
/// Left out of the suite: what S3 does not do, which is to normalise paths (`get-relative`, `get-slash` …), and session tokens.
@Suite struct `A signature of version 4` {
    static let unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

    struct Vector: Sendable, CustomTestStringConvertible {
        let name: String
        var method = "GET"
        var path = "/"
        var query: [(name: String, value: String)] = []
        var headers: [(name: String, value: String)] = []
        var body = ""
        let signature: String

        var testDescription: String { name }
    }

    static let suite = [
        Vector(name: "get-vanilla", signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        Vector(
            name: "post-vanilla",
            method: "POST",
            signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
        ),
        Vector(
            name: "get-vanilla-query-order-key-case",
            query: [("Param2", "value2"), ("Param1", "value1")],
            signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
        ),
        Vector(
            name: "get-vanilla-query-unreserved",
            query: [(unreserved, unreserved)],
            signature: "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"
        ),
        Vector(
            name: "get-vanilla-utf8-query",
            query: [("ሴ", "bar")],
            signature: "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"
        ),
        Vector(
            name: "get-vanilla-empty-query-key",
            query: [("Param1", "value1")],
            signature: "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb"
        ),
        Vector(
            name: "get-unreserved",
            path: "/\(unreserved)",
            signature: "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"
        ),
        Vector(
            name: "get-utf8",
            path: "/ሴ",
            signature: "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"
        ),
        Vector(
            name: "get-space",
            path: "/example space/",
            signature: "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"
        ),
        Vector(
            name: "get-header-value-order",
            headers: ["value4", "value1", "value3", "value2"].map { ("My-Header1", $0) },
            signature: "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"
        ),
        Vector(
            name: "get-header-value-trim",
            headers: [("My-Header1", " value1"), ("My-Header2", " \"a   b   c\"")],
            signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"
        ),
        Vector(
            name: "post-header-key-sort",
            method: "POST",
            headers: [("My-Header1", "value1")],
            signature: "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"
        ),
    ]

    @Test(arguments: suite)
    func `is that of the published suite`(vector: Vector) throws {
        let time = "20150830T123600Z"
        let signer = try signer("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", service: "service")
        let message = message(vector, host: "example.amazonaws.com", time: time)
        let names = Set(message.headers.map { $0.name.lowercased() }).sorted().joined(separator: ";")
        #expect(
            try signer.authorization(for: message, at: date(time))
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=\(names), Signature=\(vector.signature)"
        )
    }

    static let examples = [
        Vector(
            name: "GET Object",
            path: "/test.txt",
            headers: [("Range", "bytes=0-9")],
            signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
        ),
        Vector(
            name: "PUT Object",
            method: "PUT",
            path: "/test$file.text",
            headers: [("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")],
            body: "Welcome to Amazon S3.",
            signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
        ),
        Vector(
            name: "GET Bucket Lifecycle",
            query: [("lifecycle", "")],
            signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
        ),
        Vector(
            name: "Get Bucket (List Objects)",
            query: [("max-keys", "2"), ("prefix", "J")],
            signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
        ),
    ]

    @Test(arguments: examples)
    func `is that of the reference of S3`(vector: Vector) throws {
        let time = "20130524T000000Z"
        let signer = try signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", service: "s3")
        var message = message(vector, host: "examplebucket.s3.amazonaws.com", time: time)
        message.headers.append(("x-amz-content-sha256", message.payload))
        let authorization = try signer.authorization(for: message, at: date(time))
        #expect(authorization.hasSuffix("Signature=\(vector.signature)"), "\(authorization)")
    }

    private func signer(_ id: String, _ secret: String, service: String) throws -> SignatureVersion4 {
        SignatureVersion4(
            keys: try #require(AccessKeys(id: id, secret: secret)),
            region: "us-east-1",
            service: service
        )
    }

    private func message(_ vector: Vector, host: String, time: String) -> SignatureVersion4.Message {
        SignatureVersion4.Message(
            method: vector.method,
            path: vector.path,
            query: vector.query,
            headers: [("Host", host), ("X-Amz-Date", time)] + vector.headers,
            payload: SignatureVersion4.hexadecimal(SHA256.hash(data: Data(vector.body.utf8)))
        )
    }

    private func date(_ text: String) throws -> Date {
        let style = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted, timeZone: .gmt)
        let date = try style.parse(text)
        #expect(SignatureVersion4.stamp(date) == text)
        return date
    }
}
