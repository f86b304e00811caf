import CMS
import DeclaredPKI
import Foundation
import PDF
import Testing

@testable import SignatureValidation

@Suite struct `The words of a report` {
    @Test func `are there in both languages for every check`() {
        for check in Check.allCases {
            #expect(!check.words.ja.isEmpty && !check.words.en.isEmpty, "\(check.code)")
            #expect(check.words.ja.contains { !$0.isASCII }, "\(check.code)")
            #expect(!check.clause.isEmpty)
        }
    }

    @Test func `say what to do when a check fails`() {
        for check in Check.allCases where check.conclusion != .passed {
            #expect(!check.words.remedyJa.isEmpty && !check.words.remedyEn.isEmpty, "\(check.code)")
        }
    }

    @Test func `differ from check to check`() {
        #expect(Set(Check.allCases.map(\.words)).count == Check.allCases.count)
    }

    @Test func `are there for every sub-indication and change`() {
        #expect(Set(SubIndication.allCases.map(\.words)).count == SubIndication.allCases.count)
        #expect(Set(ChangeCode.allCases.map(\.words)).count == ChangeCode.allCases.count)
    }

    @Test func `put facts and remedy behind the reason`() {
        let words = Check.hashMismatch.words
        #expect(words.english(detail: "x") == "The signed content was altered. (x) Do not use this file.")
        #expect(words.japanese(detail: "x").hasPrefix("署名後に文書の内容が書き換えられています。（x）"))
    }
}

@Suite struct `A conclusion` {
    @Test func `is the worst of all`() {
        let findings = [
            Finding(.notPAdES), Finding(.revocationUnknown), Finding(.hashMismatch), Finding(.byteRangeGap),
        ]
        #expect(findings.conclusion == .failed(.hashFailure))
        #expect(Array(findings.prefix(2)).conclusion == .indeterminate(.tryLater))
        #expect(Array(findings.prefix(1)).conclusion == .passed)
    }

    @Test func `is not changed by a note`() {
        #expect([Finding(.hashMismatch).asNote].conclusion == .passed)
    }
}

@Suite struct `The algorithm policy` {
    let policy = AlgorithmPolicy.standard
    let before2012 = TestWorld.start.addingTimeInterval(-15 * TestWorld.year)

    @Test func `takes SHA-1 only before its end`() {
        #expect(policy.verdict(onHash: "1.3.14.3.2.26", at: before2012) == .acceptable)
        guard case .expired = policy.verdict(onHash: "1.3.14.3.2.26", at: TestWorld.start) else {
            Issue.record("SHA-1 was taken")
            return
        }
    }

    @Test func `does not know what is not listed`() {
        #expect(policy.verdict(onHash: "1.2.3", at: TestWorld.start) == .unsupported(name: "1.2.3"))
        #expect(AlgorithmPolicy.none.verdict(onHash: "1.2.3", at: TestWorld.start) == .acceptable)
    }

    @Test func `takes P-256 without end`() throws {
        let world = try TestWorld()
        let far = TestWorld.start.addingTimeInterval(100 * TestWorld.year)
        let verdict = policy.verdict(
            onSignature: world.signer.certificate.signatureAlgorithm,
            publicKeyInfo: world.issuing.certificate.publicKeyInfo,
            at: far
        )
        #expect(verdict == .acceptable)
    }
}
