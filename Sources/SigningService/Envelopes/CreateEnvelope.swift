import PDF
import SignerProtocol
import Typesetting

extension Envelopes {
    /// The most signers an envelope may have.
    package static let signerLimit = 50
    /// The most text fields that one signer may be asked to fill in.
    package static let textLimit = 20

    /// Makes a draft; every name must have its glyphs and every box lie on its page.
    ///
    /// - Throws: `ServiceError.documentUnknown`, `.textRefused`, `.addressRefused`, `.envelopeWithoutSigners`,
    ///   `.tooManySigners`, `.tooManyTexts`, `.glyphMissing`, `.imprintRefused`, `.boxOutsidePage`, `.boxTooSmall`, `.expiryInThePast`,
    ///   `.identityProofRequired`, `.signerKindNotOffered`; in a file that is signed already `.boxHidesContent`,
    ///   `.textsNotPossible`, `.fieldToSignMissing`.
    package func create(_ request: EnvelopeRequest, by sender: SenderActor) async throws -> Envelope {
        let time = needs.now()
        let upload = try await Documents(needs).document(request.document, for: sender)
        let title = try line(request.title, field: "title", limit: 200)
        guard !request.signers.isEmpty else { throw ServiceError.envelopeWithoutSigners }
        guard request.signers.count <= Self.signerLimit else {
            throw ServiceError.tooManySigners(limit: Self.signerLimit)
        }
        if let expiresAt = request.expiresAt, expiresAt <= time { throw ServiceError.expiryInThePast }
        let record = try await needs.store.read { try $0.uploadRecord(of: upload.id) }
        let signers = try await placed(
            try signers(of: request),
            in: request.signers.map(\.field),
            on: upload,
            by: sender
        )

        // The envelope gets the upload's first segment, not the upload: its own revisions come after it.
        let document = StoredDocument(
            id: DocumentID(from: needs.randomBytes),
            organisation: upload.organisation,
            name: upload.name,
            pages: upload.pages,
            key: upload.key,
            revisions: upload.revisions,
            createdAt: time
        )
        let envelope = Envelope(
            id: EnvelopeID(from: needs.randomBytes),
            organisation: sender.organisation,
            sender: sender.account.id,
            title: title,
            language: request.language,
            document: document.id,
            createdAt: time,
            expiresAt: request.expiresAt,
            signers: signers,
            state: .draft,
            waitingFor: nil,
            version: 0
        )
        let recorded = try record?.facts ?? [:]
        return try await needs.store.write { transaction in
            try transaction.insert(document)
            if let record { try transaction.insert(record, of: document.id) }
            return try transaction.commit(envelope.created(at: time, recorded: recorded))
        }
    }

    private func signers(of request: EnvelopeRequest) throws -> [Signer] {
        var order = 0
        return try request.signers.enumerated().map { index, signer in
            order = signer.order.map { min(max(1, $0), 1_000) } ?? order + 1
            let name = try line(signer.name, field: "signers[\(index)].name", limit: 100)
            // The signer process takes names of at most 200 bytes.
            guard name.utf8.count <= 200 else { throw ServiceError.textRefused(field: "signers[\(index)].name") }
            try requireGlyphs(of: name, signer: index + 1)
            guard needs.settings.environment == .test || signer.kind == .witness else {
                throw ServiceError.identityProofRequired(signer: index + 1)
            }
            guard needs.settings.signerKinds.contains(signer.kind) else {
                throw ServiceError.signerKindNotOffered(signer: index + 1)
            }
            return Signer(
                id: SignerID(from: needs.randomBytes),
                name: name,
                address: try MailAddress(signer.email, field: "signers[\(index)].email"),
                kind: signer.kind,
                order: order,
                box: signer.box,
                imprint: try imprint(of: signer, name: name, position: index + 1),
                field: "Signature\(index + 1)-\(needs.randomBytes(4).hexadecimal)",
                texts: try texts(of: signer, index: index),
                state: .waiting
            )
        }
    }

    private func texts(of signer: SignerRequest, index: Int) throws -> [SignerText] {
        guard signer.texts.count <= Self.textLimit else {
            throw ServiceError.tooManyTexts(signer: index + 1, limit: Self.textLimit)
        }
        return try signer.texts.enumerated().map { place, text in
            let label = try line(text.label, field: "signers[\(index)].fields[\(place)].label", limit: 60)
            return SignerText(
                label: label,
                box: text.box,
                isRequired: text.isRequired,
                field: "Text\(index + 1)-\(place + 1)-\(needs.randomBytes(4).hexadecimal)"
            )
        }
    }

    private func imprint(of signer: SignerRequest, name: String, position: Int) throws -> ImprintChoice {
        do throws(ImprintRefusal) {
            return try signer.imprint.choice(for: name)
        } catch {
            throw ServiceError.imprintRefused(signer: position, error)
        }
    }

    /// A name that no font can draw is refused here, before anyone is asked. PDF-15
    private func requireGlyphs(of text: String, signer: Int) throws {
        do throws(TypesettingError) {
            try VisibleSignature.check(name: text, fonts: needs.fonts)
        } catch {
            guard case .missingGlyph(let glyph) = error else { throw ServiceError.signatureNotMade("\(error)") }
            throw ServiceError.glyphMissing(
                signer: signer,
                scalars: glyph.codePoints.split(separator: " ").map(String.init)
            )
        }
    }

    /// The signers with their fields, each of which has its place.
    private func placed(
        _ signers: [Signer],
        in fields: [String?],
        on upload: StoredDocument,
        by sender: SenderActor
    ) async throws -> [Signer] {
        let open = try await Custody(needs: needs).open(upload, by: sender.auditName, for: .sign)
        return try await needs.onDocumentThreads {
            try open.source.surfacing { try SigningPlaces(of: Document(open.source)).placed(signers, in: fields) }
        }
    }
}

extension SignatureBox {
    /// Whether a signature in it can be read at the size at which its page is read.
    ///
    /// That is 40 by 16 points; less only on a page so small that two such boxes have no room beside each other.
    func isReadable(on page: (width: Double, height: Double)) -> Bool {
        width >= min(40, page.width * 0.4) && height >= min(16, page.height * 0.2)
    }

    /// Whether a line of text can be read in it.
    var holdsText: Bool { width >= 20 && height >= 8 }

    var displayed: DisplayedBox {
        DisplayedBox(page: page, x: x, y: y, width: width, height: height)
    }
}
