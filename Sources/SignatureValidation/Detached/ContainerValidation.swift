import ASiC
import CMS
import Foundation
import PDF

extension DetachedValidation {
    init(_ input: ContainerInput, _ policy: ValidationPolicy) throws(ValidationError) {
        let container: Container
        var signatures: [ContainerSignature] = []
        var evidence: [(name: String, timestamps: [TimestampFacts], findings: [Finding])] = []
        do throws(ASiCError) {
            container = try Container(ArchiveSource(input.source))
            for signed in container.signatures { signatures.append(try ContainerSignature(signed, in: container)) }
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
                let findings = try container.findings(about: proven.manifest)
                let digests = try container.digests(of: proven.manifest, by: record.algorithms)
                evidence.append((proven.name, EvidenceProcess.timestamps(of: record, digests: digests), findings))
            }
        } catch {
            throw ValidationError(error)
        }

        // Everything that the container holds is known about everything in it; what proves what stays apart.
        var known = policy.known(with: input.fetched)
        for signature in signatures { known.add(signature.facts) }
        for timestamp in evidence.flatMap(\.timestamps) { known.add(timestamp) }
        let now = ReferenceTime(time: input.time, material: known)
        let strangers = container.unsignedObjects.map { Finding(.dataObjectUnsigned, $0) }
        let judgements = signatures.map { signature in
            DetachedProcess(
                policy: policy,
                now: now,
                facts: signature.facts,
                name: signature.name,
                findings: signature.findings + strangers,
                hashes: signature.hashes
            ).judge()
        }
        let proofs = evidence.flatMap { item in
            EvidenceProcess(policy: policy, now: now, timestamps: item.timestamps).judge().map { judgement in
                (
                    name: String?.some(item.name),
                    judgement: TimestampJudgement(
                        facts: judgement.facts,
                        findings: judgement.findings + item.findings + (signatures.isEmpty ? strangers : []),
                        missing: judgement.missing
                    )
                )
            }
        }
        self.init(judgements, evidence: proofs, policy, at: input.time, online: input.fetched != nil)
    }
}

/// One signature of a container, and how the files are that it names.
private struct ContainerSignature {
    let name: String
    let facts: DetachedFacts
    let findings: [Finding]
    let hashes: [String]

    init(_ signed: Container.Signed, in container: Container) throws(ASiCError) {
        name = signed.name
        let content: [UInt8]
        switch signed.content {
        case .manifest(_, let xml, let manifest):
            content = xml
            findings = try container.findings(about: manifest)
            hashes = Set(manifest.objects.map(\.hash.oid)).sorted()
        case .object(let entry):
            content = try container.archive.bytes(of: entry, atMost: Self.mostInMemory)
            findings = []
            hashes = []
        }
        do throws(PDFError) {
            facts = try DetachedFacts(signature: signed.signature, content: SignedContent(of: BytesSource(content)))
        } catch {
            throw .unreadable(error.fact)
        }
    }

    /// The one file of an ASiC-S is digested from memory.
    private static let mostInMemory = 1 << 30
}

extension Container {
    /// The files that a manifest names are there and are the same.
    fileprivate func findings(about manifest: Manifest) throws(ASiCError) -> [Finding] {
        var findings: [Finding] = []
        for object in manifest.objects {
            do throws(ASiCError) {
                let digest = try digest(of: object.name, by: object.hash)
                if digest != object.digest { findings.append(Finding(.hashMismatch, object.name)) }
            } catch .entryAbsent(let name) {
                findings.append(Finding(.dataObjectMissing, name))
            } catch .entryDamaged(let name) {
                findings.append(Finding(.hashMismatch, name))
            }
        }
        return findings
    }

    /// The digests of all files that a manifest names; a missing one leaves the group incomplete.
    fileprivate func digests(
        of manifest: Manifest,
        by hashes: [HashAlgorithm]
    ) throws(ASiCError) -> [HashAlgorithm: [[UInt8]]] {
        var digests: [HashAlgorithm: [[UInt8]]] = [:]
        for hash in hashes {
            var all: [[UInt8]] = []
            for object in manifest.objects where archive.entry(object.name) != nil {
                do throws(ASiCError) {
                    all.append(try digest(of: object.name, by: hash))
                } catch .entryDamaged {
                    continue
                }
            }
            digests[hash] = all
        }
        return digests
    }

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
