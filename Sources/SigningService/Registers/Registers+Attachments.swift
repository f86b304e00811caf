import Crypto
import SignerProtocol

extension Registers {
    /// The most bytes of one attachment.
    package static let attachmentLimit = 20_000_000

    /// Encrypts a file while it streams in, and puts it into a field of an entry's draft.
    ///
    /// - Throws: `ServiceError.attachmentRefused`, `.documentTooLarge`, `.textRefused`, `.entryUnknown`, `.conflict`,
    ///   `.waiting(for: .signer, …)`.
    package func attach<Body: AsyncSequence & Sendable>(
        _ name: String,
        _ body: Body,
        to field: String,
        of number: Int,
        in register: RegisterID,
        seen version: Int,
        by sender: SenderActor
    ) async throws -> RegisterEntry where Body.Element == [UInt8] {
        let name = try line(name, field: "file", limit: 200)
        let declaration = try declaration(register)
        guard declaration.field(field)?.kind == .attachment else { throw ServiceError.entryUnknown }
        // Whoever may not is told before the bytes come.
        guard try await entry(number, in: register, for: sender).entry.version == version else {
            throw ServiceError.conflict
        }
        let id = DocumentID(from: needs.randomBytes)
        let (key, wrapped) = try await Custody(needs: needs).newKey(for: id, by: sender.auditName)
        let received = try await needs.onDocumentThreads { try await receive(body, named: name, key: key) }
        let time = needs.now()
        let document = StoredDocument(
            id: id,
            organisation: sender.organisation,
            name: name,
            pages: 0,
            key: wrapped,
            revisions: [Revision(segment: received.segment, sha256: received.sha256)],
            createdAt: time
        )
        let attachment = RegisterAttachment(
            document: id,
            name: name,
            kind: received.kind,
            size: received.segment.length,
            sha256: received.sha256.hexadecimal
        )
        let note = AuditNote(
            .documentUploaded,
            by: sender.auditName,
            ["document": id.text, "sha256": attachment.sha256, "size": "\(attachment.size)", "pages": "0"]
        )
        do {
            return try await change(number, in: register, seen: version, by: sender) { transaction in
                try transaction.insert(document)
                try transaction.append(note, to: "document/\(id)", at: time)
            } _: { entry, declaration, _ in
                guard var content = entry.proposal?.content ?? entry.content else {
                    throw ServiceError.entryNotPossible(state: entry.state.name.rawValue)
                }
                content.values[field] = .attachment(attachment)
                return try entry.written(content, as: .draft, in: declaration, by: sender, at: time)
            }
        } catch {
            // A segment without a row is harmless; it is swept later if it cannot be removed now.
            try? await needs.onDocumentThreads { try needs.segments.remove(received.segment.digest) }
            throw error
        }
    }

    /// A file that an entry has, or had in one of its versions.
    ///
    /// - Throws: `ServiceError.entryUnknown`, `.waiting(for: .signer, …)`.
    package func attachment(
        in field: String,
        of number: Int,
        in register: RegisterID,
        version: Int,
        for sender: SenderActor
    ) async throws -> (content: DocumentContent, kind: AttachmentKind) {
        let file = try await entry(number, in: register, for: sender)
        let entry = file.history.first { $0.entry.version == version }?.entry
        guard let content = entry?.proposal?.content ?? entry?.content, let attachment = content.attachment(field),
            let document = try await needs.store.read({ try $0.document(attachment.document) })
        else { throw ServiceError.entryUnknown }
        return (try await Custody(needs: needs).content(of: document, by: sender.auditName), attachment.kind)
    }

    private func receive<Body: AsyncSequence>(
        _ body: Body,
        named name: String,
        key: SymmetricKey
    ) async throws -> (segment: Segment, sha256: [UInt8], kind: AttachmentKind) where Body.Element == [UInt8] {
        let sink = try needs.segments.begin()
        do {
            var writer = try SegmentWriter(into: sink, dataKey: key, randomBytes: needs.randomBytes)
            var sniffer = AttachmentSniffer()
            for try await bytes in body {
                guard writer.length + bytes.count <= Self.attachmentLimit else {
                    throw ServiceError.documentTooLarge(limit: Self.attachmentLimit)
                }
                sniffer.look(at: bytes)
                try writer.write(bytes)
            }
            guard writer.length > 0, let kind = sniffer.kind(named: name) else {
                throw ServiceError.attachmentRefused
            }
            let (segment, sha256) = try writer.finish()
            return (segment, sha256, kind)
        } catch {
            sink.discard()
            throw error
        }
    }
}
