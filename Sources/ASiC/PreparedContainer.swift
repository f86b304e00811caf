package import CMS
import Crypto

/// Files of a container to be, and the manifest that a signature is to be over.
///
/// - SeeAlso: EN 319 162-1 §4.4
package struct PreparedContainer: Sendable {
    package struct File: Sendable {
        let name: String
        let mimeType: String?
        let content: ArchiveSource

        package init(name: String, mimeType: String?, content: ArchiveSource) {
            self.name = name
            self.mimeType = mimeType
            self.content = content
        }
    }

    private let files: [File]
    /// What is to be signed: the bytes of `META-INF/ASiCManifest001.xml`.
    package let manifest: [UInt8]

    /// Digests every file.
    ///
    /// - Throws: `ASiCError.zip` for a name that no container may hold, or one that occurs twice.
    package init(files: [File], hash: HashAlgorithm = .sha256) throws(ASiCError) {
        var objects: [Manifest.DataObject] = []
        var names: Set<String> = ["mimetype"]
        for file in files {
            _ = try EntryName(bytes: Array(file.name.utf8), at: 0)
            guard !file.name.hasSuffix("/"), !file.name.hasPrefix("META-INF/") else { throw .zip(.name, at: 0) }
            guard names.insert(file.name).inserted else { throw .zip(.nameRepeated, at: 0) }
            let digest = try file.content.digest(by: hash)
            objects.append(.init(name: file.name, mimeType: file.mimeType, hash: hash, digest: digest))
        }
        guard !objects.isEmpty else { throw .empty }
        self.files = files
        manifest = Manifest(signatureName: Self.signatureName, objects: objects).xml
    }

    private static let signatureName = "META-INF/signature001.p7s"

    /// Writes the container with the CAdES signature of `manifest`, piece by piece.
    package func write(signature: [UInt8], to write: @escaping ([UInt8]) throws -> Void) throws {
        var writer = ZipWriter(to: write)
        try writer.add("mimetype", ArchiveSource(Array(Container.Form.extended.rawValue.utf8)))
        for file in files { try writer.add(file.name, file.content) }
        try writer.add("META-INF/ASiCManifest001.xml", ArchiveSource(manifest))
        try writer.add(Self.signatureName, ArchiveSource(signature))
        try writer.finish()
    }
}

extension ArchiveSource {
    fileprivate func digest(by hash: HashAlgorithm) throws(ASiCError) -> [UInt8] {
        switch hash {
        case .sha1: throw .digestUnsupported(hash.oid)
        case .sha256: try digest(SHA256())
        case .sha384: try digest(SHA384())
        case .sha512: try digest(SHA512())
        }
    }

    private func digest(_ empty: some HashFunction) throws(ASiCError) -> [UInt8] {
        var state = empty
        try forEachChunk(of: 0..<count) { (chunk) throws(ASiCError) in state.update(data: chunk) }
        return Array(state.finalize())
    }
}
