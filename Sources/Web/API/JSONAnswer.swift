import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import SignerProtocol
import SigningService

/// A value as the JSON of an answer.
struct JSONAnswer<Value: Encodable>: ResponseGenerator {
    let status: HTTPResponse.Status
    let value: Value

    init(_ value: Value, status: HTTPResponse.Status = .ok) {
        self.status = status
        self.value = value
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        .json(try jsonBytes(value), status: status)
    }
}

/// One spelling of every answer: sorted keys, slashes as they are.
func jsonBytes(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
}

extension Response {
    /// JSON that is bytes already.
    static func json(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    /// A document, read and decrypted piece by piece as it is sent.
    static func content(_ content: DocumentContent, type: String) -> Response {
        let piece = 512 * 1024
        return Response(
            status: .ok,
            headers: [.contentType: type, .contentDisposition: attachment(named: content.name)],
            body: ResponseBody(contentLength: content.count) { writer in
                for start in stride(from: 0, to: content.count, by: piece) {
                    let bytes = try await content.read(start..<min(start + piece, content.count))
                    try await writer.write(ByteBuffer(bytes: bytes))
                }
                try await writer.finish(nil)
            }
        )
    }

    /// Bytes that a browser keeps as a file and never shows.
    static func file(_ bytes: [UInt8], named name: String, type: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: type, .contentDisposition: attachment(named: name)],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    /// - SeeAlso: RFC 6266 §4.3, RFC 8187 §3.2
    private static func attachment(named name: String) -> String {
        let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8)
        let encoded = name.utf8.map { byte in
            plain.contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return "attachment; filename*=UTF-8''\(encoded.joined())"
    }
}
