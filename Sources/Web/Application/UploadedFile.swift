import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The one file of a form, read while it arrives.
///
/// Strict: the file is the first part, its field is named `file`, and its heads are short.
///
/// - SeeAlso: RFC 7578 §4, RFC 2046 §5.1.1
final class UploadedFile: AsyncSequence {
    typealias Element = [UInt8]

    private static let headLimit = 4_096

    /// As the browser names it.
    let name: String
    private var body: RequestBody.AsyncIterator
    private var pending: [UInt8]
    private let delimiter: [UInt8]
    private var isOver = false

    /// Reads up to the file's first byte.
    ///
    /// - Throws: `Problem` when the request is no such form.
    init(_ request: Request) async throws {
        guard let type = request.headers[.contentType], type.isMediaType("multipart/form-data"),
            let boundary = Self.parameter("boundary", of: type), (1...70).contains(boundary.utf8.count)
        else { throw Problem.contentType(expected: "multipart/form-data") }
        delimiter = Array("\r\n--\(boundary)".utf8)
        body = request.body.makeAsyncIterator()
        pending = Array("\r\n".utf8)
        let end = Array("\r\n\r\n".utf8)
        var heads: String?
        while heads == nil {
            guard pending.count <= Self.headLimit + delimiter.count, let piece = try await body.next() else {
                throw Problem.formMalformed
            }
            pending += piece.readableBytesView
            guard let place = Self.place(of: end, in: pending) else { continue }
            guard pending.starts(with: delimiter) else { throw Problem.formMalformed }
            heads = String(decoding: pending[delimiter.count..<place], as: UTF8.self)
            pending.removeFirst(place + end.count)
        }
        let disposition = (heads ?? "").split(separator: "\r\n").first {
            $0.lowercased().hasPrefix("content-disposition:")
        }
        guard let disposition = disposition.map(String.init), Self.parameter("name", of: disposition) == "file",
            let name = Self.parameter("filename", of: disposition), !name.isEmpty
        else { throw Problem.formMalformed }
        self.name = name
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(file: self)
    }

    struct Iterator: AsyncIteratorProtocol {
        let file: UploadedFile

        func next() async throws -> [UInt8]? {
            try await file.next()
        }
    }

    /// Some bytes of the file; nil at its end.
    private func next() async throws -> [UInt8]? {
        while !isOver {
            if let end = Self.place(of: delimiter, in: pending) {
                isOver = true
                let last = Array(pending[..<end])
                pending = []
                if !last.isEmpty { return last }
                break
            }
            // What may be the beginning of the delimiter waits for the next piece.
            let sure = pending.count - (delimiter.count - 1)
            if sure > 0 {
                let bytes = Array(pending[..<sure])
                pending.removeFirst(sure)
                return bytes
            }
            guard let piece = try await body.next() else { throw Problem.formMalformed }
            pending += piece.readableBytesView
        }
        return nil
    }

    /// All bytes, at most `limit`.
    func collect(upTo limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await next() {
            guard bytes.count + piece.count <= limit else { throw Problem.bodyTooLarge(limit: limit) }
            bytes += piece
        }
        return bytes
    }

    private static func place(of needle: [UInt8], in bytes: [UInt8]) -> Int? {
        guard let first = needle.first, bytes.count >= needle.count else { return nil }
        var start = 0
        while let place = bytes[start...].firstIndex(of: first), place + needle.count <= bytes.count {
            if bytes[place..<(place + needle.count)].elementsEqual(needle) { return place }
            start = place + 1
        }
        return nil
    }

    /// A parameter of a head, quoted or not; in quotes, `%22`, `%0D` and `%0A` stand for what a name may not hold.
    ///
    /// - SeeAlso: HTML Standard, multipart form data
    private static func parameter(_ name: String, of head: String) -> String? {
        var parts: [String] = [""]
        var isQuoted = false
        for character in head {
            if character == "\"" { isQuoted.toggle() }
            if character == ";", !isQuoted { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard pair.count == 2, pair[0].lowercased() == name else { continue }
            guard pair[1].count >= 2, pair[1].hasPrefix("\""), pair[1].hasSuffix("\"") else { return pair[1] }
            return String(pair[1].dropFirst().dropLast())
                .replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
        }
        return nil
    }
}

/// Read by one task at a time: the request's own.
extension UploadedFile: @unchecked Sendable {}
