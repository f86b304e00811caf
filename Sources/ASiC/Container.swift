package import CMS
import Crypto

/// A container that was read: files, and what signs or proves them.
///
/// - SeeAlso: EN 319 162-1 §4.3 (ASiC-S), §4.4 (ASiC-E)
package struct Container: Sendable {
    package let archive: ZipArchive
    package let form: Form
    package let signatures: [Signed]
    package let evidenceRecords: [Proven]
    /// The entries that are neither metadata nor folders, in the order of the archive.
    package let objectNames: [String]

    package enum Form: String, Hashable, Sendable, CaseIterable {
        case simple = "application/vnd.etsi.asic-s+zip"
        case extended = "application/vnd.etsi.asic-e+zip"
    }

    /// A signature with what it is over.
    package struct Signed: Sendable {
        package let name: String
        package let signature: [UInt8]
        package let content: Content

        package enum Content: Sendable {
            /// ASiC-E: the bytes that are signed, and what they say.
            case manifest(name: String, xml: [UInt8], Manifest)
            /// ASiC-S: the one file.
            case object(ZipEntry)
        }
    }

    /// An evidence record with the files that it proves as a group.
    package struct Proven: Sendable {
        package let name: String
        package let record: [UInt8]
        package let manifest: Manifest
    }

    /// No signature or manifest is larger.
    private static let mostMetadata = 32 << 20

    package init(_ source: ArchiveSource, limits: ZipLimits = ZipLimits()) throws(ASiCError) {
        let archive = try ZipArchive(source, limits: limits)
        let form = try Self.form(of: archive)
        let objectNames = archive.entries.filter { !$0.isFolder && $0.name != "mimetype" && !Self.isMetadata($0.name) }
            .map(\.name)
        let metadata = archive.entries.filter { Self.isMetadata($0.name) && !$0.isFolder }
        func bytes(_ name: String, for manifest: String) throws(ASiCError) -> [UInt8] {
            guard let entry = archive.entry(name), Self.isMetadata(name) else {
                throw .manifest(file: manifest, .signatureAbsent)
            }
            return try archive.bytes(of: entry, atMost: Self.mostMetadata)
        }

        var signatures: [Signed] = []
        var records: [Proven] = []
        switch form {
        case .simple:
            guard objectNames.count == 1, let object = archive.entry(objectNames[0]) else {
                throw .manifest(file: "META-INF/signature.p7s", .reference)
            }
            for entry in metadata where entry.name.hasSuffix(".p7s") {
                let signature = try archive.bytes(of: entry, atMost: Self.mostMetadata)
                signatures.append(Signed(name: entry.name, signature: signature, content: .object(object)))
            }
        case .extended:
            for entry in metadata where entry.name.hasPrefix("META-INF/ASiC") && entry.name.hasSuffix(".xml") {
                let xml = try archive.bytes(of: entry, atMost: XMLReader.mostBytes)
                if entry.name.hasPrefix("META-INF/ASiCManifest") {
                    let manifest = try Manifest(xml: xml, file: entry.name)
                    let signature = try bytes(manifest.signatureName, for: entry.name)
                    let content = Signed.Content.manifest(name: entry.name, xml: xml, manifest)
                    signatures.append(Signed(name: manifest.signatureName, signature: signature, content: content))
                } else if entry.name.hasPrefix("META-INF/ASiCEvidenceRecordManifest") {
                    let manifest = try Manifest(xml: xml, file: entry.name)
                    let record = try bytes(manifest.signatureName, for: entry.name)
                    records.append(Proven(name: manifest.signatureName, record: record, manifest: manifest))
                }
            }
            // A signature that no manifest names would be passed over. VAL-11
            let named = signatures.map(\.name)
            guard Set(named).count == named.count else { throw .manifest(file: "META-INF", .repeated) }
            for entry in metadata where entry.name.hasSuffix(".p7s") && !named.contains(entry.name) {
                throw .manifest(file: entry.name, .signatureUnnamed)
            }
        }
        guard !signatures.isEmpty || !records.isEmpty else { throw .empty }
        self.archive = archive
        self.form = form
        self.objectNames = objectNames
        self.signatures = signatures
        evidenceRecords = records
    }

    /// The digest of a file in the container.
    ///
    /// - Throws: `ASiCError.entryAbsent`, `.entryDamaged`
    package func digest(of name: String, by hash: HashAlgorithm) throws(ASiCError) -> [UInt8] {
        guard let entry = archive.entry(name) else { throw .entryAbsent(name) }
        switch hash {
        case .sha1: return try digest(of: entry, Insecure.SHA1())
        case .sha256: return try digest(of: entry, SHA256())
        case .sha384: return try digest(of: entry, SHA384())
        case .sha512: return try digest(of: entry, SHA512())
        }
    }

    private func digest(of entry: ZipEntry, _ empty: some HashFunction) throws(ASiCError) -> [UInt8] {
        var state = empty
        try archive.forEachChunk(of: entry) { (chunk) throws(ASiCError) in state.update(data: chunk) }
        return Array(state.finalize())
    }

    private static func isMetadata(_ name: String) -> Bool { name.hasPrefix("META-INF/") }

    /// The first entry says what the file is, as it is and without an extra field. Annex A.1
    private static func form(of archive: ZipArchive) throws(ASiCError) -> Form {
        guard let first = archive.entries.first, first.name == "mimetype", first.method == .stored,
            !first.hasLocalExtra, !first.hasDescriptor, first.size <= 100
        else { throw .mimeType(nil) }
        let text = String(decoding: try archive.bytes(of: first, atMost: 100), as: UTF8.self)
        guard let form = Form(rawValue: text) else { throw .mimeType(text) }
        return form
    }
}
