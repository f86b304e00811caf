import ASiC
import CMS
import DeclaredPKI
import Foundation
import PDF
import SignatureValidation
import Testing

/// ASiC-E with CAdES: what a container is worth, and what a change in it is called.
@Suite struct `A container of files` {
    let world: TestWorld
    let files: [String: [UInt8]] = ["契約書.pdf": Array("%PDF".utf8), "別紙/仕様.txt": Array("仕様".utf8)]
    init() throws { world = try TestWorld() }

    var minutesLater: Date { world.signingTime.addingTimeInterval(300) }

    /// The container, with files changed after signing.
    private func container(changing change: (inout [String: [UInt8]]) -> Void = { _ in }) throws -> [UInt8] {
        let prepared = try PreparedContainer(files: Self.list(files))
        let signature = try DetachedFile.archived(world, prepared.manifest).signature
        var changed = files
        change(&changed)
        nonisolated(unsafe) var bytes: [UInt8] = []
        var writer = ZipWriter { bytes += $0 }
        try writer.add("mimetype", ArchiveSource(Array("application/vnd.etsi.asic-e+zip".utf8)))
        for (name, content) in changed.sorted(by: { $0.key < $1.key }) { try writer.add(name, ArchiveSource(content)) }
        try writer.add("META-INF/ASiCManifest001.xml", ArchiveSource(prepared.manifest))
        try writer.add("META-INF/signature001.p7s", ArchiveSource(signature))
        try writer.finish()
        return bytes
    }

    private static func list(_ files: [String: [UInt8]]) -> [PreparedContainer.File] {
        files.sorted { $0.key < $1.key }.map {
            PreparedContainer.File(name: $0.key, mimeType: nil, content: ArchiveSource($0.value))
        }
    }

    private func report(_ bytes: [UInt8], at time: Date? = nil) throws -> ValidationReport {
        let input = ContainerInput(source: BytesSource(bytes), time: time ?? minutesLater, fetched: nil)
        return try validate(input, policy: world.policy)
    }

    @Test func `passes at B-LTA, whole`() throws {
        let report = try report(container())
        #expect(report.conclusion == .totalPassed, "\(report)")
        #expect(report.signatures.map(\.field) == ["META-INF/signature001.p7s"])
        #expect(report.signatures.map(\.level) == [.lta])
    }

    @Test func `fails with a file altered, and names it`() throws {
        let report = try report(container { $0["契約書.pdf"] = Array("%PDG".utf8) })
        #expect(report.signatures.map(\.conclusion) == [.failed(.hashFailure)])
        #expect(report.signatures.map(\.integrity) == [false])
        #expect(report.signatures.first?.findings.contains { $0.detail?.en == "契約書.pdf" } == true)
    }

    @Test func `does not pass with a file missing or added`() throws {
        let missing = try report(container { $0["契約書.pdf"] = nil })
        #expect(missing.signatures.map(\.conclusion) == [.indeterminate(.signedDataNotFound)])
        let added = try report(container { $0["追加.txt"] = [1] })
        #expect(added.signatures.map(\.conclusion) == [.indeterminate(.signatureConstraintsFailure)])
        #expect(added.signatures.first?.findings.first?.check == .dataObjectUnsigned)
    }

    @Test func `of one file and its signature passes`() throws {
        let file = try DetachedFile.archived(world)
        for (content, conclusion) in [(file.content, Indication.totalPassed), ([0], .totalFailed)] {
            nonisolated(unsafe) var bytes: [UInt8] = []
            var writer = ZipWriter { bytes += $0 }
            try writer.add("mimetype", ArchiveSource(Array("application/vnd.etsi.asic-s+zip".utf8)))
            try writer.add("a.bin", ArchiveSource(content))
            try writer.add("META-INF/signature.p7s", ArchiveSource(file.signature))
            try writer.finish()
            #expect(try report(bytes).conclusion == conclusion)
        }
    }

    /// An evidence record over the files as a group.
    @Test func `may be proven by an evidence record`() throws {
        for (changed, conclusion) in [(false, Indication.totalPassed), (true, .totalFailed)] {
            let digests = files.sorted { $0.key < $1.key }.map { HashAlgorithm.sha256.digest(of: $0.value) }
            let root = HashAlgorithm.sha256.digest(
                of: Array(digests.sorted { $0.lexicographicallyPrecedes($1) }.joined())
            )
            var token = try world.authority.timestamp(overDigest: root, at: world.signingTime)
            token = try SignedData(der: token).extended(
                crls: [world.timestampRoot.crl(thisUpdate: world.signingTime.addingTimeInterval(60))]
            )
            let list = DEREncoding.sequence(digests.map(DEREncoding.octetString))
            let timestamp = DEREncoding.sequence(DEREncoding.implicit(2, constructed: list), token)
            let manifest = Manifest(
                signatureName: "META-INF/evidencerecord001.ers",
                objects: files.sorted { $0.key < $1.key }.map {
                    .init(name: $0.key, mimeType: nil, hash: .sha256, digest: HashAlgorithm.sha256.digest(of: $0.value))
                }
            )
            nonisolated(unsafe) var bytes: [UInt8] = []
            var writer = ZipWriter { bytes += $0 }
            try writer.add("mimetype", ArchiveSource(Array("application/vnd.etsi.asic-e+zip".utf8)))
            for (name, content) in files.sorted(by: { $0.key < $1.key }) {
                try writer.add(name, ArchiveSource(changed ? content + [0] : content))
            }
            try writer.add("META-INF/ASiCEvidenceRecordManifest001.xml", ArchiveSource(manifest.xml))
            let record = EvidenceRecord.encode(timestamp, algorithm: .sha256)
            try writer.add("META-INF/evidencerecord001.ers", ArchiveSource(record))
            try writer.finish()
            let report = try report(bytes)
            #expect(report.conclusion == conclusion, "\(report)")
            #expect(report.timestamps.map(\.kind) == [.evidence])
        }
    }

    @Test func `that is broken is an error with its reason`() throws {
        let bytes = try container()
        #expect(throws: ValidationError.self) { try report(Array(bytes.dropLast())) }
        #expect(throws: ValidationError.self) { try report(Array("%PDF-1.7\n".utf8) + bytes) }
        var altered = bytes
        let place = try #require(altered.indices.first { altered[$0...].starts(with: Array("%PDF".utf8)) })
        altered[place] ^= 1
        #expect(try report(altered).signatures.map(\.conclusion) == [.failed(.hashFailure)])
    }
}
