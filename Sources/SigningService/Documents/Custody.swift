import Crypto
import PDF
import SignerProtocol

/// Opens documents with their data keys, each time on a ticket that the signer process audits.
struct Custody: Sendable {
    let needs: ServiceNeeds

    /// A document open for reading and for adding segments.
    ///
    /// Not kept longer than one step.
    struct OpenDocument: Sendable {
        let stored: StoredDocument
        let key: SymmetricKey
        let source: DecryptingSource

        /// As `DecryptingSource.surfacing`, for work that also waits for others.
        func reading<Value>(
            isolation: isolated (any Actor)? = #isolation,
            _ work: () async throws -> Value
        ) async throws -> Value {
            do {
                let value = try await work()
                if let outage = source.outage { throw outage }
                return value
            } catch {
                throw source.outage ?? error
            }
        }
    }

    func open(_ document: StoredDocument, by reader: String, for purpose: ReadTicket.Purpose) async throws
        -> OpenDocument
    {
        let ticket = ReadTicket(
            document: document.key.name,
            reader: reader,
            purpose: purpose,
            wrappedKey: document.key.wrapped
        )
        let opened = try await calling(.signer) { try await needs.signer.openDataKey(ticket) }
        let key = SymmetricKey(data: opened.key.bytes)
        let source = try await needs.onDocumentThreads {
            try DecryptingSource(document.revisions.map(\.segment), in: needs.segments, dataKey: key)
        }
        return OpenDocument(stored: document, key: key, source: source)
    }

    /// A new data key for a document that begins now.
    func newKey(for document: DocumentID, by reader: String) async throws -> (
        key: SymmetricKey, wrapped: WrappedDataKey
    ) {
        let request = DataKeyRequest(document: document.text, reader: reader)
        let opened = try await calling(.signer) { try await needs.signer.makeDataKey(request) }
        return (
            SymmetricKey(data: opened.key.bytes),
            WrappedDataKey(name: document.text, wrapped: opened.wrappedKey)
        )
    }

    /// Encrypts bytes into a durable segment.
    func keep(_ bytes: [UInt8], key: SymmetricKey) throws -> (segment: Segment, sha256: [UInt8]) {
        var writer = try SegmentWriter(into: needs.segments.begin(), dataKey: key, randomBytes: needs.randomBytes)
        try writer.write(bytes)
        return try writer.finish()
    }

    /// All bytes of one segment; for small ones.
    func bytes(of segment: Segment, key: SymmetricKey) throws -> [UInt8] {
        let source = try DecryptingSource([segment], in: needs.segments, dataKey: key)
        return try source.surfacing { try source.read(0..<source.count) }
    }

    /// Keeps a suffix and says what revision it makes.
    func keep(suffix: [UInt8], after document: OpenDocument) throws -> Revision {
        let whole = AppendedSource(document.source, appended: suffix)
        let digest = try whole.sha256(of: 0..<whole.count)
        return Revision(segment: try keep(suffix, key: document.key).segment, sha256: digest)
    }

    /// Keeps whole new bytes as a document of their own.
    func keepNew(
        _ bytes: [UInt8],
        name: String,
        pages: Int,
        organisation: OrganisationID
    ) async throws -> StoredDocument {
        let id = DocumentID(from: needs.randomBytes)
        let (key, wrapped) = try await newKey(for: id, by: AuditNote.service)
        let (segment, digest) = try keep(bytes, key: key)
        return StoredDocument(
            id: id,
            organisation: organisation,
            name: name,
            pages: pages,
            key: wrapped,
            revisions: [Revision(segment: segment, sha256: digest)],
            createdAt: needs.now()
        )
    }

    /// The newest revision, readable in pieces.
    func content(
        of document: StoredDocument,
        named name: String? = nil,
        by reader: String
    ) async throws -> DocumentContent {
        let open = try await open(document, by: reader, for: .read)
        return DocumentContent(name: name ?? document.name, count: open.source.count) { range in
            try await needs.onDocumentThreads { try open.source.surfacing { try open.source.read(range) } }
        }
    }
}
