import ASiC
import CMS
import PDF
import SignatureValidation

/// A container with its archive, and a manifest by itself.
enum ContainerFuzzing {
    static func read(_ bytes: [UInt8]) {
        _ = try? Manifest(xml: bytes, file: "META-INF/ASiCManifest.xml")
        guard let container = try? Container(ArchiveSource(bytes), limits: limits) else { return }
        for name in container.objectNames.prefix(8) { _ = try? container.digest(of: name, by: .sha256) }
        let input = ContainerInput(source: BytesSource(bytes), time: Declared.time, fetched: nil)
        let policy = ValidationPolicy(trustAnchors: [], timestampAnchors: nil)
        guard let report = try? validate(input, policy: policy) else { return }
        Promise.holds(
            (try? validate(input, policy: policy).json()) == (try? report.json()),
            "a report is deterministic"
        )
    }

    /// Small inputs need little.
    private static let limits = ZipLimits(entries: 100, entrySize: 4 << 20, totalSize: 8 << 20)
}
