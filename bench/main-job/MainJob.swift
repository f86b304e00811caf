import BenchSupport
import CMS
import Crypto
import DeclaredPKI
import Foundation
import PAdES
import PDF
import SQLiteStorage
import SignatureValidation
import SignerProtocol
import SigningService
import Typesetting

/// The main job without its network: two signatures, the seal, the judge after each, segments and audit entries.
///
/// Keys are in memory; what the HSM, the TSA and the responders spend is theirs and is not counted.
struct MainJob {
    private let contract: URL
    private let pki: DeclaredPKI
    private let signers: [DeclaredIdentity]
    private let responder: DeclaredIdentity
    private let stamps: DeclaredPKI
    private let authority: DeclaredIdentity
    private let segments: DiskDocumentStore
    private let store: SQLiteStore
    private let fonts: FontLibrary
    private let dataKey = SymmetricKey(size: .bits256)

    /// Audit entries of an envelope with two signers, as `chigiri-trial demo` leaves them.
    private static let auditEntries = 30

    init(folder: URL) throws {
        contract = try BenchContract(bytes: 100_000, signers: 2, in: folder).file
        pki = try DeclaredPKI()
        signers = try [pki.issuing.issue(.signer("髙橋 花子")), pki.issuing.issue(.signer("山﨑 太郎"))]
        responder = try pki.issuing.issue(.responder("Responder"))
        stamps = try DeclaredPKI("TSA")
        authority = try stamps.issuing.issue(.timestamping("TSA"))
        segments = try DiskDocumentStore(folder: folder.appending(path: "segments").path)
        store = try SQLiteStore(path: folder.appending(path: "chigiri.db").path)
        fonts = try FontLibrary()
    }

    func run(_ time: ProcessorTime) async throws {
        var file: any ByteSource = try MappedFile(path: contract.path)
        for (index, signer) in signers.enumerated() {
            let suffix = try sign(file, as: signer, number: index + 1, time)
            file = AppendedSource(file, appended: suffix)
            try judge(file, time, isSealed: false)
            try keep(suffix, time)
        }
        let suffix = try seal(file, time)
        file = AppendedSource(file, appended: suffix)
        try judge(file, time, isSealed: true)
        try keep(suffix, time)
        try await audit(time)
    }

    private func sign(
        _ file: any ByteSource,
        as signer: DeclaredIdentity,
        number: Int,
        _ time: ProcessorTime
    ) throws -> [UInt8] {
        let chain = [signer, pki.issuing, pki.root].map(\.certificate.der)
        let prepared = try time.measure(.prepare) {
            let visible = VisibleSignature(
                name: signer.certificate.subject.commonName ?? "",
                kind: .witness,
                time: Timestamp(DeclaredPKI.now),
                environment: .test,
                imprint: .personal
            )
            return try PreparedSignature(
                field: "signer-\(number)",
                certificateChain: chain,
                algorithm: signer.key.algorithm,
                content: SignatureDictionaryContent(
                    signingTime: DeclaredPKI.now,
                    docMDP: number == 1 ? 2 : nil,
                    contentsSize: 32_768
                ),
                appearance: visible.appearance(width: 200, height: 60, fonts: fonts),
                in: Document(file)
            )
        }
        let value = try time.measure(.sign) { try signer.sign(prepared.signedAttributes) }
        let token = try authority.timestamp(overDigest: PreparedSignature.timestampImprint(of: value))
        return try time.measure(.timestamp) {
            try prepared.finished(signature: value, certificateChain: chain, timestampToken: token)
        }
    }

    private func seal(_ file: any ByteSource, _ time: ProcessorTime) throws -> [UInt8] {
        let material = try material()
        let data = try time.measure(.validationData) {
            try addingValidationData(
                certificates: material.certificates,
                ocspResponses: material.ocspResponses,
                crls: material.crls,
                to: Document(file)
            ) ?? []
        }
        let prepared = try time.measure(.prepare) {
            try PreparedTimestamp(contentsSize: 32_768, in: Document(AppendedSource(file, appended: data)))
        }
        let token = try authority.timestamp(overDigest: prepared.imprint)
        return try data + time.measure(.timestamp) { try prepared.finished(token: token) }
    }

    private func judge(_ file: any ByteSource, _ time: ProcessorTime, isSealed: Bool) throws {
        let policy = ValidationPolicy(
            trustAnchors: [pki.root.certificate],
            timestampAnchors: [stamps.root.certificate]
        )
        let fetched = isSealed ? nil : try material()
        let report = try time.measure(.judge) {
            try validate(ValidationInput(source: file, time: DeclaredPKI.now, fetched: fetched), policy: policy)
        }
        guard report.signatures.allSatisfy(\.integrity), report.changesAfterSigning.isEmpty else {
            throw MainJobFailure.notIntact
        }
        guard !isSealed || report.conclusion == .totalPassed else {
            throw MainJobFailure.notPassed(String(decoding: try report.json(), as: UTF8.self))
        }
    }

    private func keep(_ suffix: [UInt8], _ time: ProcessorTime) throws {
        try time.measure(.store) {
            var writer = try SegmentWriter(into: segments.begin(), dataKey: dataKey, randomBytes: systemRandomBytes)
            try writer.write(suffix)
            _ = try writer.finish()
        }
    }

    private func audit(_ time: ProcessorTime) async throws {
        let chain = "bench:\(UUID())"
        try await time.measure(.audit) {
            for _ in 0..<Self.auditEntries {
                try await store.write { transaction in
                    try transaction.append(
                        AuditNote(.viewed, by: "bench", ["page": "1"]),
                        to: chain,
                        at: Timestamp(DeclaredPKI.now)
                    )
                }
            }
        }
    }

    /// Revocation data for all the certificates, as the network would have answered.
    private func material() throws -> FetchedMaterial {
        FetchedMaterial(
            certificates: [pki.issuing, pki.root, stamps.issuing, stamps.root].map(\.certificate.der),
            crls: [try pki.root.crl(), try stamps.root.crl(), try stamps.issuing.crl()],
            ocspResponses: try signers.map { signer in
                try responder.ocsp(
                    about: signer.certificate,
                    issuedBy: pki.issuing.certificate,
                    nextUpdate: DeclaredPKI.now.addingTimeInterval(3600)
                )
            }
        )
    }
}

enum MainJobFailure: Error {
    case notIntact
    case notPassed(String)
}
