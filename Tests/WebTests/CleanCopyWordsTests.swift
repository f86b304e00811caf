import PDF
import SigningService
import Testing

@testable import Web

@Suite struct `The page of a clean copy` {
    @Test(arguments: PreflightReason.allCases.filter(\.isCuredByNormalisation))
    func `has words for everything that a clean copy cures`(reason: PreflightReason) throws {
        let words = try PageWords()
        for language in Language.allCases {
            let key = "envelopes.why.\(reason.rawValue)"
            #expect(words.text(key, in: language) != key)
        }
    }

    @Test func `cures nothing that says something, acts or is signed`() {
        #expect(PreflightReason.allCases.filter(\.isCuredByNormalisation).count == 6)
        for reason: PreflightReason in [.alreadySigned, .encrypted, .javaScript, .duplicateKey, .polyglot] {
            #expect(!reason.isCuredByNormalisation)
        }
    }
}
