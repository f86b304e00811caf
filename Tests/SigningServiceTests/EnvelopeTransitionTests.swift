import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `An envelope` {
    private let open = Envelope.example(.outForSigning(since: .noon))

    private var ended: [Envelope.State] {
        [
            .declined(by: SignerID(from: systemRandomBytes), at: .noon),
            .voided(by: SenderActor.example.account.id, at: .noon),
            .expired(at: .noon),
        ]
    }

    @Test func `that is sent asks the first signer only, and expires by itself`() throws {
        let change = try Envelope.example(.draft).sent(by: .example, fields: [1], at: .noon)

        #expect(change.subject.state == .outForSigning(since: .noon))
        #expect(change.subject.signers.map(\.state) == [.invited(at: .noon), .waiting])
        #expect(change.audit.action == .envelopeSent)
        #expect(
            change.followUp.map(\.job) == [
                .invite(change.subject.id, change.subject.signers[0].id), .expire(change.subject.id),
            ]
        )
        #expect(change.expectedVersion == 7)
    }

    @Test func `asks signers of one order number together`() throws {
        let change = try Envelope.example(.draft, orders: [1, 1, 2]).sent(by: .example, fields: [1], at: .noon)

        #expect(change.subject.signers.map(\.state.name) == ["invited", "invited", "waiting"])
    }

    @Test func `cannot be sent twice or after its deadline`() {
        #expect(throws: ServiceError.notPossible(state: "outForSigning")) {
            try open.sent(by: .example, fields: [1], at: .noon)
        }
        #expect(throws: ServiceError.expiryInThePast) {
            try Envelope.example(.draft).sent(by: .example, fields: [1], at: .noon.advanced(by: .seconds(3_600)))
        }
    }

    @Test func `moves a signer from invited over viewed and consented to signing and signed`() throws {
        var envelope = try Envelope.example(.draft).sent(by: .example, fields: [1], at: .noon).subject
        let actor = envelope.actor(0)
        envelope = try envelope.viewed(by: actor, document: [1], at: .noon).subject
        envelope = try envelope.consented(.example, by: actor).subject
        let attempt = envelope.attempt(0)
        envelope = try envelope.intended(attempt, by: actor.auditName, at: .noon).subject
        #expect(envelope.signers[0].state == .signing(attempt.id, .example))

        let change = try envelope.signed(attempt, document: [1], at: .noon)

        #expect(change.subject.signers.map(\.state.name) == ["signed", "invited"])
        #expect(change.followUp.map(\.job) == [.invite(envelope.id, envelope.signers[1].id)])
    }

    @Test func `awaits its seal after the last signature`() throws {
        var envelope = Envelope.example(.outForSigning(since: .noon), orders: [1], signers: .consented(.example))
        let attempt = envelope.attempt(0)
        envelope = try envelope.intended(attempt, by: "signer", at: .noon).subject

        let change = try envelope.signed(attempt, document: [1], at: .noon)

        #expect(change.subject.state == .awaitingSeal(since: .noon, .contractOpen))
        #expect(change.followUp.map(\.job) == [.seal(envelope.id)])
    }

    @Test func `does not let a signer act before her turn`() {
        #expect(throws: ServiceError.notYourTurn) { try open.viewed(by: open.actor(1), document: [1], at: .noon) }
        #expect(throws: ServiceError.notYourTurn) { try open.consented(.example, by: open.actor(1)) }
        #expect(throws: ServiceError.notYourTurn) { try open.declined(by: open.actor(1), reason: "no", at: .noon) }
    }

    @Test func `takes no consent before the document was shown, and no signature before the consent`() throws {
        let envelope = Envelope.example(.outForSigning(since: .noon), signers: .invited(at: .noon))

        #expect(throws: ServiceError.notViewed) { try envelope.consented(.example, by: envelope.actor(0)) }
        #expect(throws: ServiceError.consentMissing) {
            try envelope.intended(envelope.attempt(0), by: "signer", at: .noon)
        }
    }

    @Test func `takes no signature of another attempt`() throws {
        var envelope = Envelope.example(.outForSigning(since: .noon), signers: .consented(.example))
        envelope = try envelope.intended(envelope.attempt(0), by: "signer", at: .noon).subject

        #expect(throws: ServiceError.attemptUnknown) {
            try envelope.signed(envelope.attempt(0), document: [1], at: .noon)
        }
    }

    @Test func `gives the signer her turn back when an attempt ends without a signature`() throws {
        var envelope = Envelope.example(.outForSigning(since: .noon), signers: .consented(.example))
        let attempt = envelope.attempt(0)
        envelope = try envelope.intended(attempt, by: "signer", at: .noon).subject

        let change = envelope.attemptVoided(attempt, reason: "SIGNER_EXPIRED", at: .noon)

        #expect(change.subject.signers[0].state == .consented(.example))
        #expect(change.audit.action == .attemptVoided)
    }

    @Test func `that was declined tells the sender the reason`() throws {
        let envelope = Envelope.example(.outForSigning(since: .noon), signers: .viewed(at: .noon))

        let change = try envelope.declined(by: envelope.actor(0), reason: "条件が違う", at: .noon)

        #expect(change.subject.state == .declined(by: envelope.signers[0].id, at: .noon))
        #expect(change.audit.facts["reason"] == "条件が違う")
        #expect(change.followUp.map(\.job) == [.tellSender(envelope.id)])
    }

    @Test func `that has ended is over for everyone`() {
        for state in ended {
            let envelope = Envelope.example(state, signers: .consented(.example))
            #expect(throws: ServiceError.linkOver(state: state.name)) {
                try envelope.viewed(by: envelope.actor(0), document: [1], at: .noon)
            }
            #expect(throws: ServiceError.linkOver(state: state.name)) {
                try envelope.intended(envelope.attempt(0), by: "signer", at: .noon)
            }
            #expect(throws: ServiceError.notPossible(state: state.name)) {
                try envelope.signed(envelope.attempt(0), document: [1], at: .noon)
            }
            #expect(throws: ServiceError.notPossible(state: state.name)) {
                try envelope.voided(by: .example, at: .noon)
            }
            #expect(throws: ServiceError.notPossible(state: state.name)) { try envelope.expired(at: .noon) }
            #expect(envelope.waiting(for: .signer, at: .noon) == nil)
        }
    }

    @Test func `expires at its deadline and not before`() throws {
        #expect(throws: ServiceError.notPossible(state: "outForSigning")) { try open.expired(at: .noon) }

        let end = Timestamp.noon.advanced(by: .seconds(3_600))
        #expect(try open.expired(at: end).subject.state == .expired(at: end))
    }

    @Test func `cannot be voided once all have signed`() {
        let envelope = Envelope.example(.awaitingSeal(since: .noon, .contractOpen))

        #expect(throws: ServiceError.notPossible(state: "awaitingSeal")) {
            try envelope.voided(by: .example, at: .noon)
        }
    }

    @Test func `says once what it waits for`() throws {
        let change = try #require(open.waiting(for: .timestampAuthority, at: .noon))

        #expect(change.subject.waitingFor == Waiting(for: .timestampAuthority, since: .noon))
        #expect(change.subject.waiting(for: .timestampAuthority, at: .noon) == nil)
        #expect(change.subject.waiting(for: .revocation, at: .noon) != nil)
    }

    @Test func `is sealed only step by step`() throws {
        let certificate = StoredDocument.example
        var envelope = Envelope.example(.awaitingSeal(since: .noon, .contractOpen))
        #expect(throws: ServiceError.notPossible(state: "awaitingSeal")) {
            try envelope.certificateDrafted(certificate, at: .noon)
        }
        envelope = try envelope.contractSealed(document: [1], renewBy: .noon, at: .noon).subject
        #expect(throws: ServiceError.notPossible(state: "awaitingSeal")) {
            try envelope.sealed(certificate: [1], evidence: certificate, at: .noon)
        }
        envelope = try envelope.certificateDrafted(certificate, at: .noon).subject
        envelope = try envelope.intended(envelope.attempt(nil), by: AuditNote.service, at: .noon).subject
        envelope = try envelope.sealed(certificate: [1], evidence: certificate, at: .noon).subject

        #expect(envelope.state.name == "sealed")
        #expect(throws: ServiceError.notPossible(state: "sealed")) {
            try envelope.contractSealed(document: [1], renewBy: .noon, at: .noon)
        }
    }
}

extension StoredDocument {
    static let example = StoredDocument(
        id: DocumentID(from: systemRandomBytes),
        organisation: SenderActor.example.organisation,
        name: "契約書.pdf",
        pages: 1,
        key: WrappedDataKey(name: "key", wrapped: Blob([1])),
        revisions: [Revision(segment: Segment(digest: .example(2), length: 5), sha256: [9])],
        createdAt: .noon
    )
}
