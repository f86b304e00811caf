package import SignerProtocol

extension Envelope {
    /// Decides that the mail with a signer's link was handed over.
    package func invitationSent(to signer: SignerID, at time: Timestamp) -> Change<Envelope> {
        notWaitingForMail.change(
            AuditNote(.invitationSent, by: AuditNote.service, ["signer": signer.text]),
            at: time
        )
    }

    /// Decides that the mail with a code for a signer's link was handed over.
    package func codeMailed(to signer: SignerID, at time: Timestamp) -> Change<Envelope> {
        notWaitingForMail.change(AuditNote(.codeMailed, by: AuditNote.service, ["signer": signer.text]), at: time)
    }

    /// Decides that the mail about the sealed contract was handed over, to a signer or else to the sender.
    package func copySent(to signer: SignerID?, at time: Timestamp) -> Change<Envelope> {
        let recipient = signer.map { ["signer": $0.text] } ?? [:]
        return notWaitingForMail.change(AuditNote(.copiesSent, by: AuditNote.service, recipient), at: time)
    }

    /// Decides that the mail about a refusal or a missed deadline was handed over.
    package func senderTold(at time: Timestamp) -> Change<Envelope> {
        notWaitingForMail.change(AuditNote(.senderTold, by: AuditNote.service), at: time)
    }

    /// Decides that a mail to a signer, or else to the sender, will never be taken; `reason` is the relay's code.
    package func mailRefused(to signer: SignerID?, reason: String, at time: Timestamp) -> Change<Envelope> {
        let recipient = signer.map { ["signer": $0.text] } ?? [:]
        return notWaitingForMail.change(
            AuditNote(.mailRefused, by: AuditNote.service, recipient.merging(["reason": reason]) { old, _ in old }),
            at: time
        )
    }

    private var notWaitingForMail: Envelope {
        var envelope = self
        if envelope.waitingFor?.dependency == .mail { envelope.waitingFor = nil }
        return envelope
    }
}
