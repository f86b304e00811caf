package import Foundation
package import PDF
package import SignatureValidation

/// A file to be judged, recognised by how it begins.
package enum SignedFile: Sendable {
    case pdf(MappedFile)
    case container(MappedFile)
    case detached(signature: [UInt8], content: MappedFile)
    case evidence(record: [UInt8], objects: [MappedFile])

    /// Signatures and records apart from their files are small.
    private static let mostApart = 64 << 20

    /// Opens a file, and what it is about where that lies beside it.
    ///
    /// - Throws: `VerificationRefusal`
    package init(path: String, contents: [String]) throws(VerificationRefusal) {
        let file = try Self.open(path)
        switch Self.kind(of: file) {
        case .pdf, .container:
            guard contents.isEmpty else { throw .contentNotAsked }
            self = Self.kind(of: file) == .container ? .container(file) : .pdf(file)
        case .detached:
            guard contents.count == 1 else { throw .contentNeeded }
            self = .detached(signature: try Self.bytes(of: file), content: try Self.open(contents[0]))
        case .evidence:
            guard !contents.isEmpty else { throw .contentNeeded }
            var objects: [MappedFile] = []
            for content in contents { objects.append(try Self.open(content)) }
            self = .evidence(record: try Self.bytes(of: file), objects: objects)
        }
    }

    package func report(
        at time: Date,
        fetched: FetchedMaterial?,
        policy: ValidationPolicy
    ) throws(ValidationError) -> ValidationReport {
        switch self {
        case .pdf(let file):
            try validate(ValidationInput(source: file, time: time, fetched: fetched), policy: policy)
        case .container(let file):
            try validate(ContainerInput(source: file, time: time, fetched: fetched), policy: policy)
        case .detached(let signature, let content):
            try validate(
                DetachedSignatureInput(signature: signature, content: content, time: time, fetched: fetched),
                policy: policy
            )
        case .evidence(let record, let objects):
            try validate(
                EvidenceRecordInput(record: record, objects: objects, time: time, fetched: fetched),
                policy: policy
            )
        }
    }

    /// What could be fetched to know more. REV-11
    package func needs(at time: Date, policy: ValidationPolicy) throws(ValidationError) -> [RevocationNeed] {
        switch self {
        case .pdf(let file):
            try onlineNeeds(ValidationInput(source: file, time: time, fetched: nil), policy: policy)
        case .container(let file):
            try onlineNeeds(ContainerInput(source: file, time: time, fetched: nil), policy: policy)
        case .detached(let signature, let content):
            try onlineNeeds(
                DetachedSignatureInput(signature: signature, content: content, time: time, fetched: nil),
                policy: policy
            )
        case .evidence(let record, let objects):
            try onlineNeeds(
                EvidenceRecordInput(record: record, objects: objects, time: time, fetched: nil),
                policy: policy
            )
        }
    }

    // MARK: Recognition

    private enum Kind {
        case pdf, container, detached, evidence
    }

    /// What begins like neither an archive nor DER is left to the reader of PDFs, which says what is wrong with it.
    private static func kind(of file: MappedFile) -> Kind {
        guard let head = try? file.read(0..<min(file.count, 32)) else { return .pdf }
        if head.starts(with: [0x50, 0x4B, 3, 4]) { return .container }
        guard head.first == 0x30, head.count > 4 else { return .pdf }
        // After the outer SEQUENCE a signature names its type, an evidence record its version.
        let header = head[1] < 0x80 || head[1] == 0x80 ? 2 : 2 + Int(head[1] & 0x7F)
        return head.dropFirst(header).first == 0x02 ? .evidence : .detached
    }

    private static func open(_ path: String) throws(VerificationRefusal) -> MappedFile {
        do throws(PDFError) {
            return try MappedFile(path: path)
        } catch {
            throw .fileUnreadable(path)
        }
    }

    private static func bytes(of file: MappedFile) throws(VerificationRefusal) -> [UInt8] {
        guard file.count <= mostApart else { throw .notJudged(.limitReached("\(file.count)")) }
        do throws(PDFError) {
            return try file.read(0..<file.count)
        } catch {
            throw .notJudged(.unreadable("\(error)"))
        }
    }
}
