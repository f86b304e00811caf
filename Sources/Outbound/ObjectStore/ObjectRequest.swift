import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore
import NIOHTTP1

/// A request about one object of the bucket, or about the bucket when the key is empty.
struct ObjectRequest: Sendable {
    let method: HTTPMethod
    var key = ""
    var query: [(name: String, value: String)] = []
    var headers: [(name: String, value: String)] = []
    var body = Body()
    /// Largest body of an answer, in bytes.
    var sizeLimit = 64 * 1024
    /// For one attempt: connection, request and the whole answer.
    var timeLimit = TimeAmount.seconds(30)

    /// What is stored, and its SHA-256, which is signed and which the store compares before it keeps anything.
    struct Body: Sendable {
        let bytes: ByteBuffer
        let digest: [UInt8]

        init(_ bytes: ByteBuffer = ByteBuffer()) {
            var hash = SHA256()
            bytes.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
            self.bytes = bytes
            digest = Array(hash.finalize())
        }

        /// As headers and lists write it.
        var checksum: String { Data(digest).base64EncodedString() }
    }
}

extension ObjectRequest {
    /// The signed message.
    ///
    /// The bucket stands in the path, which every store understands, so that no certificate needs names for buckets.
    func signed(for settings: ObjectStoreSettings, at time: Date) throws -> HTTPClient.Request {
        var message = SignatureVersion4.Message(
            method: method.rawValue,
            path: key.isEmpty ? "/\(settings.bucket)" : "/\(settings.bucket)/\(key)",
            query: query,
            headers: headers,
            payload: SignatureVersion4.hexadecimal(body.digest)
        )
        message.headers += [
            ("host", settings.endpoint.hostHeader), ("x-amz-content-sha256", message.payload),
            ("x-amz-date", SignatureVersion4.stamp(time)),
        ]
        // With a POST it would be the checksum of the object that parts make up.
        if method == .PUT {
            message.headers.append(("x-amz-checksum-sha256", body.checksum))
        }
        let signer = SignatureVersion4(keys: settings.keys, region: settings.region)
        var fields = HTTPHeaders(message.headers.map { ($0.name, $0.value) })
        fields.add(name: "authorization", value: signer.authorization(for: message, at: time))
        fields.add(name: "user-agent", value: "chigiri")
        let path = SignatureVersion4.encoded(message.path, isPath: true)
        let query = message.canonicalQuery
        return try HTTPClient.Request(
            url: "\(settings.endpoint)\(path)\(query.isEmpty ? "" : "?\(query)")",
            method: method,
            headers: fields,
            body: method == .PUT || method == .POST ? .byteBuffer(body.bytes) : nil
        )
    }
}

extension Origin {
    /// As clients write it: without a port that goes without saying.
    fileprivate var hostHeader: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (scheme == "http" ? 80 : 443) ? name : "\(name):\(port)"
    }
}

/// What the store answered.
struct ObjectAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: ByteBuffer
    private let mayHideError: Bool

    /// Operations on parts begin to answer before they are done, and put an error under status 200.
    init(_ response: HTTPClient.Response, to request: ObjectRequest) {
        status = Int(response.status.code)
        headers = response.headers
        body = response.body ?? ByteBuffer()
        mayHideError = request.method == .POST
    }

    var xml: XMLAnswer? { XMLAnswer(body.readableBytesView) }

    /// The store's name for what it refuses, such as `NoSuchKey`; a status where it gives none.
    var refusal: String? {
        let isSuccess = (200...299).contains(status)
        if isSuccess, !mayHideError { return nil }
        if let xml, xml.name == "Error" { return xml["Code"] ?? "HTTP \(status)" }
        return isSuccess ? nil : "HTTP \(status)"
    }
}
