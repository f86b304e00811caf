import PDF
import SignerProtocol

extension Envelopes {
    /// Adds all signature fields in one revision and asks the first signers.
    ///
    /// - Throws: `ServiceError.notPossible` unless it is a draft, `.expiryInThePast`, `.signatureNotMade`.
    package func send(_ id: EnvelopeID, by sender: SenderActor) async throws -> Envelope {
        let (envelope, stored) = try await withDocument(id, for: sender)
        guard case .draft = envelope.state else { throw ServiceError.notPossible(state: envelope.state.name) }
        let custody = Custody(needs: needs)
        let open = try await custody.open(stored, by: sender.auditName, for: .sign)
        let revision = try await needs.onDocumentThreads {
            try open.source.surfacing {
                try fields(of: envelope, on: open.source).map { try custody.keep(suffix: $0, after: open) }
            }
        }
        let time = needs.now()
        let sent = try await needs.change(id) { envelope, transaction in
            // Decided first: of two senders at once, the second finds no draft.
            let change = try envelope.sent(by: sender, fields: revision?.sha256 ?? stored.sha256, at: time)
            if let revision { try transaction.append(revision, to: stored.id, after: stored.revisions.count) }
            return change
        }
        needs.pass(.envelopeSent)
        return sent
    }

    /// Ends an envelope that is not signed by all yet.
    ///
    /// - Throws: `ServiceError.notPossible`, or `.busy` while a signature is being made.
    package func void(_ id: EnvelopeID, by sender: SenderActor) async throws -> Envelope {
        _ = try await withDocument(id, for: sender)
        let time = needs.now()
        return try await needs.change(id) { envelope, transaction in
            try transaction.freed(envelope, at: time).voided(by: sender, at: time)
        }
    }

    /// One update with every empty field, so that no later revision has to touch a page; nil when the file has them all.
    ///
    /// - SeeAlso: PDF-8, PDF-9
    private func fields(of envelope: Envelope, on source: any ByteSource) throws -> [UInt8]? {
        do throws(PDFError) {
            let document = try Document(source)
            let present = Set(try document.signatureFields().map(\.name))
            let requests = requests(for: envelope.signers.filter { !present.contains($0.field) })
            if requests.isEmpty { return nil }
            return try addSignatureFields(requests, lockingForeignFields: true, to: document)
        } catch {
            throw ServiceError.signatureNotMade("\(error)")
        }
    }

    private func requests(for signers: [Signer]) -> [SignatureFieldRequest] {
        signers.map { signer in
            SignatureFieldRequest(
                name: signer.field,
                box: signer.box.displayed,
                label: signer.name,
                texts: signer.texts.map { text in
                    TextFieldRequest(name: text.field, box: text.box.displayed, label: text.label)
                }
            )
        }
    }
}

extension WriteTransaction {
    /// The envelope without an attempt that has used no key yet.
    ///
    /// - Throws: `ServiceError.busy` when a key may have been used: that signature is finished or voided first.
    func freed(_ envelope: Envelope, at time: Timestamp) throws -> Envelope {
        guard let attempt = try openAttempt(on: envelope.document) else { return envelope }
        guard case .prepared = attempt.state else { throw ServiceError.busy(until: time.advanced(by: .seconds(30))) }
        return try void(attempt, of: envelope, reason: "ENVELOPE_ENDED", at: time)
    }

    /// The envelope without an attempt of this signer that has used no key yet: she goes back before she goes on.
    func freed(_ envelope: Envelope, for signer: SignerID, at time: Timestamp) throws -> Envelope {
        guard let attempt = try openAttempt(on: envelope.document), attempt.purpose.signer == signer,
            case .prepared = attempt.state
        else { return envelope }
        return try void(attempt, of: envelope, reason: "BEGUN_AGAIN", at: time)
    }
}
