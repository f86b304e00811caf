import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import SigningService

/// The JSON body of a request, which may have no other members than these.
protocol JSONBody: Decodable {
    static var members: Set<String> { get }
}

/// Decodes a body and refuses members that nobody reads, so that a misspelt one is noticed.
struct Closed<Body: JSONBody>: Decodable {
    let body: Body

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyKey.self)
        for key in container.allKeys where !Body.members.contains(key.stringValue) {
            throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "unknown member")
        }
        body = try Body(from: decoder)
    }
}

private struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init(intValue: Int) {
        stringValue = "\(intValue)"
        self.intValue = intValue
    }
}

/// `{}`, or nothing at all.
struct EmptyBody: JSONBody {
    static let members: Set<String> = []
}

extension Request {
    /// The body as `Body`, strictly.
    func read<Body: JSONBody>(_ type: Body.Type) async throws -> Body {
        let bytes = try await limitedBody()
        if bytes.readableBytes == 0, let empty = EmptyBody() as? Body { return empty }
        guard headers[.contentType]?.isMediaType("application/json") == true else {
            throw Problem.contentType(expected: "application/json")
        }
        do {
            return try JSONDecoder().decode(Closed<Body>.self, from: Data(bytes.readableBytesView)).body
        } catch let error as DecodingError {
            throw Problem.malformed(error.place)
        }
    }

    private func limitedBody() async throws -> ByteBuffer {
        do {
            return try await body.collect(upTo: APIContext.jsonLimit)
        } catch is NIOTooManyBytesError {
            throw Problem.bodyTooLarge(limit: APIContext.jsonLimit)
        }
    }
}

extension String {
    /// Whether this Content-Type is `type`, whatever its parameters.
    func isMediaType(_ type: String) -> Bool {
        split(separator: ";", omittingEmptySubsequences: false).first?
            .trimmingCharacters(in: .whitespaces).lowercased() == type
    }
}

extension DecodingError {
    /// Where the body is not as described: `signers[0].box.page: missing`.
    fileprivate var place: String {
        switch self {
        case .keyNotFound(let key, let context): "\(path(context.codingPath + [key])): missing"
        case .valueNotFound(_, let context): "\(path(context.codingPath)): missing"
        case .typeMismatch(_, let context): "\(path(context.codingPath)): another type is expected"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "not JSON" : "\(path(context.codingPath)): \(context.debugDescription)"
        @unknown default: "not as described"
        }
    }

    private func path(_ keys: [any CodingKey]) -> String {
        keys.reduce(into: "") { text, key in
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += text.isEmpty ? key.stringValue : ".\(key.stringValue)"
            }
        }
    }
}
