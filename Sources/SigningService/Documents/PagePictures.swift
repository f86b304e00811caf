import Converters
import Foundation

/// Pages of contracts as pictures, kept in memory for a while: never on disk.
///
/// A picture is of one revision: its key is the digest of the bytes. Opening a document costs a ticket of the signer process, so
/// its neighbours are made along with a page.
package actor PagePictures {
    /// The sizes that are offered: pixels of a page's longer edge.
    package static let edges = [900, 1_754, 2_631]

    private struct Key: Hashable {
        let document: [UInt8]
        let page: Int
        let edge: Int
    }

    let images = PageImages()
    private var pictures: [Key: [UInt8]] = [:]
    private var order: [Key] = []
    private var bytes = 0
    private var texts: [[UInt8]: [String]] = [:]
    private var sizes: [[UInt8]: [PageSize]] = [:]
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    private static let byteLimit = 96 << 20
    private static let textLimit = 32
    private static let sizeLimit = 512
    private static let queueLimit = 64
    private static let neighbours = 3

    package init() {}

    /// The programs without which there are no pictures.
    package static func missingPrograms() -> [String] {
        Array(Set(PageImages.missingPrograms() + NormalisePDF.missingPrograms())).sorted()
    }

    /// A page from 1 as JPEG; `edge` is one of `edges`, `digest` the SHA-256 of the bytes that `content` opens.
    ///
    /// - Throws: `ServiceError.pageUnknown`, `.picturesNotMade`, or what `content` throws.
    package func jpeg(
        page: Int,
        of pages: Int,
        edge: Int,
        digest: [UInt8],
        content: @Sendable () async throws -> DocumentContent
    ) async throws -> [UInt8] {
        guard (1...max(1, pages)).contains(page), Self.edges.contains(edge) else { throw ServiceError.pageUnknown }
        let key = Key(document: digest, page: page, edge: edge)
        if let found = pictures[key] { return found }
        try await take()
        defer { put() }
        if let found = pictures[key] { return found }
        let input = try await input(content)
        for next in page...min(pages, page + Self.neighbours) {
            let neighbour = Key(document: digest, page: next, edge: edge)
            guard pictures[neighbour] == nil else { continue }
            do {
                keep(try await made { [images] in try images.jpeg(page: next, edge: edge, of: input) }, neighbour)
            } catch  where next > page {
                // The page that was asked for is there; its neighbour is asked for in its own time.
                break
            }
        }
        guard let picture = pictures[key] else { throw ServiceError.picturesNotMade }
        return picture
    }

    /// The text of each page.
    package func text(
        digest: [UInt8],
        content: @Sendable () async throws -> DocumentContent
    ) async throws -> [String] {
        if let found = texts[digest] { return found }
        try await take()
        defer { put() }
        let input = try await input(content)
        let pages = try await made { [images] in try images.text(of: input) }
        if texts.count >= Self.textLimit { texts.removeAll() }
        texts[digest] = pages
        return pages
    }

    func sizes(of digest: [UInt8]) -> [PageSize]? {
        sizes[digest]
    }

    func keep(_ pages: [PageSize], of digest: [UInt8]) {
        if sizes.count >= Self.sizeLimit { sizes.removeAll() }
        sizes[digest] = pages
    }

    private func input(_ content: @Sendable () async throws -> DocumentContent) async throws -> ConverterInput {
        let content = try await content()
        do {
            return try await ConverterInput(count: content.count) { try await content.read($0) }
        } catch is ConverterError {
            throw ServiceError.picturesNotMade
        }
    }

    func made<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        do {
            return try await onThread(work)
        } catch {
            throw ServiceError.picturesNotMade
        }
    }

    /// The converter waits for another process, so it has a thread of its own.
    func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Result(catching: work)) }.start()
        }
    }

    private func keep(_ picture: [UInt8], _ key: Key) {
        pictures[key] = picture
        order.append(key)
        bytes += picture.count
        while bytes > Self.byteLimit, order.count > 1 {
            bytes -= pictures.removeValue(forKey: order.removeFirst())?.count ?? 0
        }
    }

    /// One converter at a time: pictures are many, processors few, and signing comes first.
    ///
    /// - Throws: `ServiceError.picturesNotMade` when too many wait already.
    func take() async throws {
        guard isBusy else {
            isBusy = true
            return
        }
        guard waiting.count < Self.queueLimit else { throw ServiceError.picturesNotMade }
        await withCheckedContinuation { waiting.append($0) }
    }

    func put() {
        guard let next = waiting.first else {
            isBusy = false
            return
        }
        waiting.removeFirst()
        next.resume()
    }
}
