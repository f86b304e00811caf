import Foundation
import Hummingbird
import NIOCore

/// The fields of a form that was sent, the values of one name in order.
struct Form: Sendable {
    private let fields: [String: [String]]

    static let limit = 64 * 1024

    /// Reads `application/x-www-form-urlencoded` of at most `limit` bytes.
    ///
    /// - Throws: `Problem` for another type, more than `limit` bytes, or what is not UTF-8.
    init(_ request: Request, limit: Int = Self.limit) async throws {
        guard request.headers[.contentType]?.isMediaType("application/x-www-form-urlencoded") == true else {
            throw Problem.contentType(expected: "application/x-www-form-urlencoded")
        }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw Problem.bodyTooLarge(limit: limit)
        }
        var fields: [String: [String]] = [:]
        guard let text = String(validating: body.readableBytesView, as: UTF8.self) else { throw Problem.formMalformed }
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.plain(parts[0]), let value = Self.plain(parts.count > 1 ? parts[1] : "") else {
                throw Problem.formMalformed
            }
            fields[name, default: []].append(value)
        }
        self.fields = fields
    }

    /// The one value of a field, without white space around it; empty when the form has none.
    subscript(name: String) -> String {
        (fields[name]?.first ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func all(_ name: String) -> [String] {
        fields[name] ?? []
    }

    /// - SeeAlso: URL Standard §5.1
    static func plain(_ text: some StringProtocol) -> String? {
        String(text).replacing("+", with: " ").removingPercentEncoding
    }
}
