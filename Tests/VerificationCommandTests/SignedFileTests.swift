import CMS
import DeclaredPKI
import Foundation
import PAdES
import PDF
import SignatureValidation
import Testing
import VerificationCommand

/// VAL-15: a file is recognised by how it begins, and judged with what lies beside it.
@Suite final class `A file to be judged` {
    let folder: URL
    let content = Array("別紙\n".utf8)
    let policy: ValidationPolicy
    let signature: [UInt8]
    let record: [UInt8]

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "verify-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let pki = try DeclaredPKI()
        let signer = try pki.root.issue(.signer("契 太郎"))
        let prepared = try PreparedDetachedSignature(
            content: BytesSource(content),
            certificate: signer.certificate.der,
            algorithm: signer.key.algorithm,
            signingTime: DeclaredPKI.now
        )
        let bare = try prepared.finished(
            signature: signer.sign(prepared.signedAttributes),
            certificateChain: [signer.certificate.der],
            timestampToken: nil
        )
        signature = try addingDetachedValidationData(
            certificates: [],
            ocspResponses: [],
            crls: [pki.root.crl()],
            to: bare
        )
        let batch = try EvidenceBatch(algorithm: .sha256, digests: [HashAlgorithm.sha256.digest(of: content)])
        let token = try pki.root.issue(.timestamping("TSA")).timestamp(over: batch.imprint)
        let first = try EvidenceRecord(der: #require(batch.stamped(by: token).record(0)))
        record = try first.addingValidationData(certificates: [], crls: [pki.root.crl()], ocspResponses: [])
        policy = ValidationPolicy(trustAnchors: [pki.root.certificate], timestampAnchors: nil)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func put(_ bytes: [UInt8], _ name: String) throws -> String {
        let file = folder.appending(path: name)
        try Data(bytes).write(to: file)
        return file.path()
    }

    private func conclusion(of file: [UInt8], with contents: [[UInt8]]) throws -> Indication {
        let beside = try contents.enumerated().map { try put($1, "content-\($0)") }
        let file = try SignedFile(path: put(file, "file"), contents: beside)
        return try file.report(at: DeclaredPKI.now, fetched: nil, policy: policy).conclusion
    }

    @Test func `is a signature with its content`() throws {
        #expect(try conclusion(of: signature, with: [content]) == .totalPassed)
        #expect(try conclusion(of: signature, with: [content + [0]]) == .totalFailed)
    }

    @Test func `is an evidence record with its content`() throws {
        #expect(try conclusion(of: record, with: [content]) == .totalPassed)
        #expect(try conclusion(of: record, with: [content + [0]]) == .totalFailed)
    }

    @Test func `needs its content, and one for a signature`() {
        #expect(throws: VerificationRefusal.contentNeeded) { try conclusion(of: signature, with: []) }
        #expect(throws: VerificationRefusal.contentNeeded) { try conclusion(of: record, with: []) }
        #expect(throws: VerificationRefusal.contentNeeded) { try conclusion(of: signature, with: [content, content]) }
    }

    @Test func `that holds everything takes none`() {
        #expect(throws: VerificationRefusal.contentNotAsked) {
            try conclusion(of: [0x50, 0x4B, 3, 4], with: [content])
        }
        #expect(throws: VerificationRefusal.contentNotAsked) { try conclusion(of: Array("%PDF".utf8), with: [content]) }
    }

    @Test func `that is nothing of these is refused with its reason`() throws {
        #expect(throws: VerificationRefusal.fileUnreadable("/nowhere")) {
            try SignedFile(path: "/nowhere", contents: [])
        }
        for (bytes, name) in [([], "empty"), ([0x50, 0x4B, 3, 4], "container"), (Array("text".utf8), "text")] {
            let file = try SignedFile(path: put(bytes, name), contents: [])
            #expect(throws: ValidationError.self) {
                try file.report(at: DeclaredPKI.now, fetched: nil, policy: self.policy)
            }
        }
    }

    @Test(arguments: [
        VerificationRefusal.notJudged(.unsigned), .notJudged(.containerUnreadable("x")),
        .notJudged(.evidenceUnreadable("x")), .fileUnreadable("x"), .anchorsUnreadable("x"), .contentNeeded,
        .contentNotAsked,
    ])
    func `is refused in both languages`(refusal: VerificationRefusal) {
        #expect(refusal.japanese.contains("ください"))
        #expect(refusal.english.hasSuffix("."))
        #expect(!refusal.code.isEmpty)
    }
}
