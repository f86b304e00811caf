import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing

@testable import Trial

extension `In a running instance` {
    @Suite struct `an upload` {
        let instance: LiveInstance

        init() throws {
            instance = try #require(LiveInstance.current)
        }

        @Test func `of a contract is kept`() async throws {
            let before = try await StoredState(of: instance)
            let document = try await instance.upload(TinyContract.bytes)
            #expect(document.pages == 1)
            let after = try await StoredState(of: instance)
            #expect(after.rows["document"] == before.rows["document", default: 0] + 1)
            #expect(after.segments.count == before.segments.count + 1)
        }

        @Test(
            .enabled(if: !Corpus.rows("refuse").isEmpty, Corpus.isAbsent),
            arguments: Corpus.rows("refuse")
        )
        func `that the corpus wants refused is refused, and nothing of it is kept`(row: Corpus.Row) async throws {
            try await expectRefusal(of: Array(Data(contentsOf: row.file)))
        }

        @Test(
            arguments: [
                ("", "EMPTY_FILE"), ("契約書 This is a contract.", "NOT_A_PDF"), ("PK\u{3}\u{4}", "NOT_A_PDF"),
                ("%PDF-1.7\n", "DAMAGED"),
            ]
        )
        func `that is not a PDF is refused, and nothing of it is kept`(text: String, code: String) async throws {
            #expect(try await expectRefusal(of: Array(text.utf8)).code == code)
        }

        @Test func `may have 2,000 pages and no more`() async throws {
            #expect(try await instance.upload(TinyContract.bytes(pages: 2000)).pages == 2000)
            let refusal = try await expectRefusal(of: TinyContract.bytes(pages: 2001))
            #expect(refusal.code == "TOO_MANY_PAGES")
            #expect(refusal.en.contains("2,000") && refusal.ja.contains("2,000"))
        }

        @Test func `that says it is larger than 200 MB is refused before it is sent`() async throws {
            let before = try await StoredState(of: instance)
            try expectTooLarge(
                try await post(.stream(InterruptedContract(size: 100_000), length: .known(Int64(200_000_001))))
            )
            #expect(try await StoredState(of: instance) == before)
        }

        @Test func `that grows past 200 MB is refused at that point, and held in no memory`() async throws {
            let before = try await StoredState(of: instance)
            let memory = try await instance.peakMemory(of: .service)
            try expectTooLarge(try await post(.stream(InterruptedContract(size: 200_000_001), length: .unknown)))
            #expect(try await instance.peakMemory(of: .service) - memory < 64_000_000)
            #expect(try await StoredState(of: instance) == before)
        }

        private func post(_ body: HTTPClientRequest.Body) async throws -> APIAnswer {
            let path = "/v1/documents?name=contract.pdf"
            return try await instance.client.answer(
                .POST,
                path,
                bearer: instance.sender,
                body: body,
                type: "application/pdf"
            )
        }

        private func expectTooLarge(_ answer: APIAnswer) throws {
            let refusal = try #require(answer.refusal)
            #expect(refusal.status == 413 && refusal.code == "DOCUMENT_TOO_LARGE")
            #expect(answer.headers.first(name: "Connection") == "close")
            expectCauseAndRemedy(ja: refusal.ja, en: refusal.en)
        }

        /// A problem document with cause and remedy, and no row or file more than before.
        @discardableResult
        private func expectRefusal(of pdf: [UInt8]) async throws -> APIRefusal {
            let before = try await StoredState(of: instance)
            let answer = try await post(.bytes(ByteBuffer(bytes: pdf)))
            #expect(answer.status == 422)
            let refusal = try #require(answer.refusal, "\(String(decoding: answer.bytes, as: UTF8.self))")
            #expect(refusal.status == answer.status)
            expectCauseAndRemedy(ja: refusal.ja, en: refusal.en)
            #expect(try await StoredState(of: instance) == before)
            return refusal
        }
    }
}

/// Bytes that begin like a PDF; after `size` of them nothing more comes for a long time.
///
/// Who waits for the rest before refusing has not answered when a test has lost its patience.
private struct InterruptedContract: AsyncSequence, Sendable {
    struct AsyncIterator: AsyncIteratorProtocol {
        let size: Int
        let piece = ByteBuffer(string: "%PDF-1.7\n" + String(repeating: " ", count: 100_000))
        var sent = 0

        mutating func next() async throws -> ByteBuffer? {
            guard sent < size else {
                try await Task.sleep(for: .seconds(60))
                return nil
            }
            sent += piece.readableBytes
            return piece
        }
    }

    let size: Int

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(size: size)
    }
}
