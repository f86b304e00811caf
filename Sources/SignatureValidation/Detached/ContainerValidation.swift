import ASiC
import CMS
import Foundation
import PDF

extension DetachedValidation {
    init(_ input: ContainerInput, _ policy: ValidationPolicy) throws(ValidationError) {
        let container: Container
        var digests = ContainerDigests()
        var signatures: [ContainerSignature] = []
        var evidence: [(name: String, timestamps: [TimestampFacts], findings: [Finding])] = []
        do throws(ASiCError) {
            container = try Container(ArchiveSource(input.source))
            for signed in container.signatures {
                signatures.append(try ContainerSignature(signed, in: container, &digests))
            }
            for proven in container.evidenceRecords {
                let record: EvidenceRecord
                do throws(CMSError) {
                    record = try EvidenceRecord(der: proven.record)
                } catch {
                    evidence.append(
                        (proven.name, [.unreadable(.evidence, [Finding(.timestampMalformed, error.code)])], [])
                    )
                    continue
                }
                let findings = try digests.findings(about: proven.manifest, in: container)
                let group = try digests.of(proven.manifest, in: container, by: record.algorithms)
                evidence.append((proven.name, EvidenceProcess.timestamps(of: record, digests: group), findings))
            }
        } catch {
            throw ValidationError(error)
        }

        // Everything that the container holds is known about everything in it; what proves what stays apart.
        var known = ValidationMaterial()
        for signature in signatures { known.add(signature.facts) }
        for timestamp in evidence.flatMap(\.timestamps) { known.add(timestamp) }
        var context = ValidationContext(policy: policy, at: input.time, known: known, fetched: input.fetched)
        let strangers = container.unsignedObjects.map { Finding(.dataObjectUnsigned, $0) }
        var judgements: [DetachedJudgement] = []
        for signature in signatures {
            let process = DetachedProcess(
                facts: signature.facts,
                name: signature.name,
                findings: signature.findings + strangers
            )
            judgements.append(process.judge(&context))
        }
        for item in evidence {
            let findings = item.findings + (signatures.isEmpty ? strangers : [])
            let process = EvidenceProcess(name: item.name, timestamps: item.timestamps, findings: findings)
            judgements.append(process.judge(&context))
        }
        self.init(judgements, policy, at: input.time, online: input.fetched != nil)
    }
}

/// One signature of a container, and how the files are that it names.
private struct ContainerSignature {
    let name: String
    let facts: DetachedFacts
    let findings: [Finding]

    init(
        _ signed: Container.Signed,
        in container: Container,
        _ digests: inout ContainerDigests
    ) throws(ASiCError) {
        name = signed.name
        let content: [UInt8]
        let hashes: [String]
        switch signed.content {
        case .manifest(_, let xml, let manifest):
            content = xml
            findings = try digests.findings(about: manifest, in: container)
            hashes = Set(manifest.objects.map(\.hash.oid)).sorted()
        case .object(let entry):
            content = try container.archive.bytes(of: entry, atMost: Self.mostInMemory)
            findings = []
            hashes = []
        }
        do throws(PDFError) {
            facts = try DetachedFacts(
                signature: signed.signature,
                content: SignedContent(of: BytesSource(content)),
                manifestHashes: hashes
            )
        } catch {
            throw .unreadable(error.fact)
        }
    }

    /// The one file of an ASiC-S is digested from memory.
    private static let mostInMemory = 256 << 20
}

/// The digests of a container's files, each computed once a hash however many manifests name it.
private struct ContainerDigests {
    /// Nil for a file whose bytes are not what the archive says.
    private var known: [HashAlgorithm: [String: [UInt8]?]] = [:]

    /// Throws `ASiCError.entryAbsent`.
    private mutating func of(_ name: String, in container: Container, by hash: HashAlgorithm) throws(ASiCError)
        -> [UInt8]?
    {
        if let digest = known[hash]?[name] { return digest }
        var digest: [UInt8]?
        do throws(ASiCError) {
            digest = try container.digest(of: name, by: hash)
        } catch .entryDamaged {
            digest = nil
        }
        known[hash, default: [:]].updateValue(digest, forKey: name)
        return digest
    }

    /// The files that a manifest names are there and are the same.
    mutating func findings(about manifest: Manifest, in container: Container) throws(ASiCError) -> [Finding] {
        var findings: [Finding] = []
        for object in manifest.objects {
            do throws(ASiCError) {
                if try of(object.name, in: container, by: object.hash) != object.digest {
                    findings.append(Finding(.hashMismatch, object.name))
                }
            } catch .entryAbsent(let name) {
                findings.append(Finding(.dataObjectMissing, name))
            }
        }
        return findings
    }

    /// The digests of all files that a manifest names; a missing one leaves the group incomplete.
    mutating func of(
        _ manifest: Manifest,
        in container: Container,
        by hashes: [HashAlgorithm]
    ) throws(ASiCError) -> [HashAlgorithm: [[UInt8]]] {
        var digests: [HashAlgorithm: [[UInt8]]] = [:]
        for hash in hashes {
            var all: [[UInt8]] = []
            for object in manifest.objects where container.archive.entry(object.name) != nil {
                if let digest = try of(object.name, in: container, by: hash) { all.append(digest) }
            }
            digests[hash] = all
        }
        return digests
    }
}

extension Container {
    /// The files that neither a signature nor an evidence record covers.
    fileprivate var unsignedObjects: [String] {
        var covered: Set<String> = []
        for signature in signatures {
            switch signature.content {
            case .manifest(_, _, let manifest): covered.formUnion(manifest.objects.map(\.name))
            case .object(let entry): covered.insert(entry.name)
            }
        }
        for record in evidenceRecords { covered.formUnion(record.manifest.objects.map(\.name)) }
        return objectNames.filter { !covered.contains($0) }
    }
}

extension ArchiveSource {
    fileprivate init(_ source: any ByteSource) {
        self.init(count: source.count) { range throws(ASiCError) in
            do throws(PDFError) {
                return try source.read(range)
            } catch {
                throw ASiCError.unreadable(error.fact)
            }
        }
    }
}

extension ValidationError {
    fileprivate init(_ error: ASiCError) {
        switch error {
        case .limit(let limit): self = .limitReached(limit.rawValue)
        case .empty: self = .unsigned
        case .unreadable(let reason): self = .containerUnreadable(reason)
        case .zip(let fault, let offset): self = .containerUnreadable("ZIP \(fault.rawValue), \(offset)")
        case .entryDamaged(let name), .entryAbsent(let name): self = .containerUnreadable(name)
        case .mimeType(let type): self = .containerUnreadable("mimetype \(type ?? "-")")
        case .xml(let fault, let offset): self = .containerUnreadable("XML \(fault.rawValue), \(offset)")
        case .manifest(let file, let fault): self = .containerUnreadable("\(file): \(fault.rawValue)")
        case .digestUnsupported(let algorithm): self = .containerUnreadable(algorithm)
        }
    }
}
