import CMS
import Crypto
import DeclaredPKI
import Foundation
import PAdES
import PDF
import SignatureValidation
import SigningService

/// Signs and judges one file in this process: as a mapped file, then as encrypted segments.
struct LibraryRun {
    let contract: LargeContract
    let signer: DeclaredIdentity
    let authority: DeclaredIdentity
    let folder: URL

    private var signed: URL { folder.appending(path: "signed.pdf") }
    private let field = "signer-1"

    /// Prints a line for each step; the cost of the limit and the most bytes held.
    func run() throws -> (limit: Cost, peak: Int) {
        var watch = Stopwatch()
        defer { watch.stop() }
        printLine([
            "library, \(contract.bytes) bytes, \(contract.pages) pages", "s", "ratio", "CPU s", "CPU ratio", "MB held",
        ])
        let hash = try watch.time("hash once") { _ = try Self.digest(MappedFile(path: contract.file.path)) }
        let copy = try watch.time("copy once") { try copyFile() }
        watch.limit = hash + copy
        watch.sum("the limit: both", [watch.limit])

        let whole = try watch.time("open and preflight") { try preflight(MappedFile(path: contract.file.path)) }
        let parts = [
            whole,
            try watch.time("add a field") { try append(fields(in: MappedFile(path: signed.path))) },
            try watch.time("sign: digest, attributes, timestamp") {
                try append(signature(in: MappedFile(path: signed.path)))
            },
            try watch.time("document timestamp") { try append(timestamp(in: MappedFile(path: signed.path))) },
            try watch.time("judge both") { try judge(MappedFile(path: signed.path)) },
        ]
        watch.sum("all of it with the copy", [copy] + parts)
        try runSegments(&watch)
        return (watch.limit, watch.peak)
    }

    private func runSegments(_ watch: inout Stopwatch) throws {
        let store = try DiskDocumentStore(folder: folder.appending(path: "segments").path)
        let key = SymmetricKey(size: .bits256)
        var segments: [Segment] = []
        func open() throws -> DecryptingSource { try DecryptingSource(segments, in: store, dataKey: key) }
        func keep(_ bytes: [UInt8]) throws {
            var writer = try SegmentWriter(into: store.begin(), dataKey: key, randomBytes: systemRandomBytes)
            try writer.write(bytes)
            segments.append(try writer.finish().segment)
        }
        var parts = [
            try watch.time("segments: digest, encrypt, digest, store, fsync") {
                var writer = try SegmentWriter(into: store.begin(), dataKey: key, randomBytes: systemRandomBytes)
                let source = try MappedFile(path: contract.file.path)
                for start in stride(from: 0, to: source.count, by: 1 << 18) {
                    try writer.write(source.read(start..<min(source.count, start + 1 << 18)))
                }
                segments.append(try writer.finish().segment)
            }
        ]
        try watch.time("segments: decrypt once") {
            let source = try open()
            try source.forEachChunk(of: 0..<source.count) { (_) throws(PDFError) in }
        }
        parts += [
            try watch.time("segments: open and preflight") { try preflight(open()) },
            try watch.time("segments: add a field") { try keep(fields(in: open())) },
            try watch.time("segments: sign") { try keep(signature(in: open())) },
            try watch.time("segments: document timestamp") { try keep(timestamp(in: open())) },
            try watch.time("segments: judge both") { try judge(open()) },
        ]
        watch.sum("segments: all of it", parts)
    }

    private static func digest(_ source: some ByteSource) throws -> [UInt8] {
        try source.sha256(of: 0..<source.count)
    }

    private func copyFile() throws {
        try? FileManager.default.removeItem(at: signed)
        try FileManager.default.copyItem(at: contract.file, to: signed)
    }

    private func append(_ suffix: [UInt8]) throws {
        let output = try FileHandle(forWritingTo: signed)
        try output.seekToEnd()
        try output.write(contentsOf: suffix)
        try output.close()
    }

    private func preflight(_ source: some ByteSource) throws {
        let document = try Document(source, limits: .upload(fileSize: 1_000_000_000))
        guard try document.pages().count == contract.pages, Preflight.findings(in: document).isEmpty else {
            throw BenchFailure.refused
        }
    }

    private func fields(in source: some ByteSource) throws -> [UInt8] {
        let box = DisplayedBox(page: contract.pages, x: 50, y: 50, width: 200, height: 60)
        let request = SignatureFieldRequest(name: field, box: box)
        return try addSignatureFields([request], lockingForeignFields: true, to: Document(source))
    }

    private func signature(in source: some ByteSource) throws -> [UInt8] {
        let prepared = try PreparedSignature(
            field: field,
            certificateChain: [signer.certificate.der],
            algorithm: signer.key.algorithm,
            content: SignatureDictionaryContent(signingTime: DeclaredPKI.now, docMDP: 2, contentsSize: 16_384),
            appearance: nil,
            in: Document(source)
        )
        let value = try signer.sign(prepared.signedAttributes)
        return try prepared.finished(
            signature: value,
            certificateChain: [signer.certificate.der],
            timestampToken: authority.timestamp(overDigest: PreparedSignature.timestampImprint(of: value))
        )
    }

    private func timestamp(in source: some ByteSource) throws -> [UInt8] {
        let prepared = try PreparedTimestamp(in: Document(source))
        return try prepared.finished(token: authority.timestamp(overDigest: prepared.imprint))
    }

    private func judge(_ source: some ByteSource) throws {
        let report = try validate(
            ValidationInput(source: source, time: DeclaredPKI.now, fetched: nil),
            policy: ValidationPolicy(
                trustAnchors: [signer.certificate],
                timestampAnchors: [authority.certificate]
            )
        )
        guard report.signatures.count == 1, report.signatures.allSatisfy(\.integrity),
            report.timestamps.contains(where: { $0.kind == .document }),
            report.timestamps.allSatisfy({ $0.conclusion.indication < .totalFailed }),
            report.changesAfterSigning.isEmpty
        else { throw BenchFailure.notIntact }
    }
}

enum BenchFailure: Error {
    case refused
    case notIntact
    case demo(status: Int32)
    case plaintext([String])
    case memory(String, megabytes: String)
}
