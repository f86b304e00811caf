import PDF
import SignerProtocol
import SigningService
import Testing

/// Proposals of clean copies, and records of what came: the same on every engine.
@Suite struct `A proposal of a clean copy` {
    private static func proposal(_ id: DocumentID, of organisation: OrganisationID, at time: Timestamp) throws
        -> Normalisation
    {
        Normalisation(
            id: id,
            organisation: organisation,
            name: "契約書 か\u{3099}.pdf",
            key: WrappedDataKey(name: id.text, wrapped: Blob([1, 2, 3])),
            before: try .example(1),
            after: try .example(2),
            detail: Normalisation.Detail(
                pages: 3,
                findings: [DocumentFinding(code: "DAMAGED", object: 4, offset: nil)],
                comparison: CleanCopyComparison(drawn: 3, differing: [2], hasSameText: nil)
            ),
            createdAt: time
        )
    }

    @Test(arguments: Engine.allCases)
    func `reads back as it was, names its segments, and goes once`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let stored = try await store.withDraft()
            let organisation = stored.document.organisation
            let proposal = try Self.proposal(DocumentID(from: systemRandomBytes), of: organisation, at: .noon)
            try await store.write { try $0.insert(proposal) }
            #expect(try await store.read { try $0.normalisation(proposal.id) } == proposal)
            #expect(try await store.read { try $0.normalisation(stored.document.id) } == nil)
            for revision in [proposal.before, proposal.after] {
                #expect(try await store.read { try $0.isNamed(revision.segment.digest) })
            }
            try await store.write { try $0.remove(proposal) }
            #expect(try await store.read { try $0.normalisation(proposal.id) } == nil)
            await #expect(throws: ServiceError.conflict) { try await store.write { try $0.remove(proposal) } }
        }
    }

    @Test(arguments: Engine.allCases)
    func `goes when it is too old, and no younger one with it`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let stored = try await store.withDraft()
            let organisation = stored.document.organisation
            let old = try Self.proposal(DocumentID(from: systemRandomBytes), of: organisation, at: .noon)
            let young = try Self.proposal(
                DocumentID(from: systemRandomBytes),
                of: organisation,
                at: .noon.advanced(by: .seconds(1))
            )
            try await store.write { transaction in
                try transaction.insert(old)
                try transaction.insert(young)
                try transaction.removeNormalisations(createdBefore: young.createdAt)
            }
            #expect(try await store.read { try $0.normalisation(old.id) } == nil)
            #expect(try await store.read { try $0.normalisation(young.id) } == young)
        }
    }

    @Test(arguments: Engine.allCases)
    func `leaves the data key to the document that it became`(engine: Engine) async throws {
        try await engine.withStore { store, _ in
            let stored = try await store.withDraft()
            let proposal = try Self.proposal(
                DocumentID(from: systemRandomBytes),
                of: stored.document.organisation,
                at: .noon
            )
            let document = StoredDocument(
                id: proposal.id,
                organisation: proposal.organisation,
                name: proposal.name,
                pages: 3,
                key: proposal.key,
                revisions: [proposal.after],
                createdAt: .noon
            )
            let record = UploadRecord(
                pages: [
                    PageRecord(mediaBox: [0, 0, 595.28, 842], cropBox: [], rotate: 90, userUnit: 1, content: "00")
                ],
                earlierSignatures: [],
                normalisedFrom: NormalisedFile(sha256: "00", size: 1, reasons: ["DAMAGED"])
            )
            try await store.write { transaction in
                try transaction.insert(proposal)
                try transaction.insert(document)
                try transaction.insert(record, of: document.id)
                try transaction.remove(proposal)
            }
            #expect(try await store.read { try $0.document(document.id) } == document)
            #expect(try await store.read { try $0.uploadRecord(of: document.id) } == record)
            #expect(try await store.read { try $0.uploadRecord(of: stored.document.id) } == nil)
        }
    }
}
