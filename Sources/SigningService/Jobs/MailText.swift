import SignerProtocol

/// The few mails of the service, in the envelope's language.
struct MailText: Sendable {
    let environment: ServiceEnvironment
    let language: Language

    func invitation(
        to signer: Signer,
        title: String,
        sender: String,
        organisation: String,
        link: String,
        expiresAt: Timestamp?
    ) -> MailMessage {
        let deadline = expiresAt.map { language == .ja ? "期限: \($0.rfc3339)（UTC）\n" : "Sign by: \($0.rfc3339)\n" } ?? ""
        return switch language {
        case .ja:
            message(
                to: signer.address,
                subject: "署名のお願い: \(title)",
                """
                \(signer.name) 様

                \(organisation) の \(sender) さんから、契約書「\(title)」への電子署名の依頼が届いています。
                次のリンクは、あなただけのものです。転送しないでください。

                \(link)

                \(deadline)心当たりがない場合は、このメールを破棄してください。
                """
            )
        case .en:
            message(
                to: signer.address,
                subject: "Please sign: \(title)",
                """
                Dear \(signer.name),

                \(sender) of \(organisation) asks you to sign the contract “\(title)” electronically.
                This link is for you alone. Do not forward it.

                \(link)

                \(deadline)If you do not expect this, please discard this message.
                """
            )
        }
    }

    func code(_ digits: String, to signer: Signer, title: String) -> MailMessage {
        let shown = "\(digits.prefix(4)) \(digits.suffix(4))"
        return switch language {
        case .ja:
            message(
                to: signer.address,
                subject: "確認コード: \(title)",
                """
                \(signer.name) 様

                契約書「\(title)」のリンクが、はじめての画面で開かれました。
                開いたのがあなたなら、その画面に次の確認コードを書いてください。10分間、使えます。

                \(shown)

                心当たりがない場合は、だれにもコードを教えないで、送信者に知らせてください。
                """
            )
        case .en:
            message(
                to: signer.address,
                subject: "Your code: \(title)",
                """
                Dear \(signer.name),

                the link to the contract “\(title)” was opened in a browser that is new to us.
                If that was you, write this code there. It works for ten minutes.

                \(shown)

                If it was not you, give the code to nobody and tell the sender.
                """
            )
        }
    }

    func completion(
        to address: MailAddress,
        name: String,
        title: String,
        sha256: String,
        sealedAt: Timestamp
    ) -> MailMessage {
        switch language {
        case .ja:
            message(
                to: address,
                subject: "締結が完了しました: \(title)",
                """
                \(name) 様

                契約書「\(title)」に全員の署名がそろい、\(sealedAt.rfc3339)（UTC）に締結が完了しました。
                署名済みの契約書と合意締結証明書は、送信者から受け取れます。

                署名済みファイルのSHA-256: \(sha256)
                """
            )
        case .en:
            message(
                to: address,
                subject: "Completed: \(title)",
                """
                Dear \(name),

                everyone has signed the contract “\(title)”; it was completed at \(sealedAt.rfc3339).
                The signed contract and its certificate of completion are available from the sender.

                SHA-256 of the signed file: \(sha256)
                """
            )
        }
    }

    /// Tells the sender that an envelope was declined or expired; nil for other ends.
    func ending(of envelope: Envelope, to sender: Account) -> MailMessage? {
        switch envelope.state {
        case .declined(let id, _):
            guard let signer = envelope.signer(id), case .declined(_, let reason) = signer.state else { return nil }
            return switch language {
            case .ja:
                message(
                    to: sender.address,
                    subject: "辞退されました: \(envelope.title)",
                    "\(signer.name) さんが、契約書「\(envelope.title)」への署名を辞退しました。\n\n理由: \(reason)"
                )
            case .en:
                message(
                    to: sender.address,
                    subject: "Declined: \(envelope.title)",
                    "\(signer.name) declined to sign “\(envelope.title)”.\n\nReason: \(reason)"
                )
            }
        case .expired:
            return switch language {
            case .ja:
                message(
                    to: sender.address,
                    subject: "期限が過ぎました: \(envelope.title)",
                    "契約書「\(envelope.title)」は、期限までに署名がそろいませんでした。必要な場合は、新しく送信してください。"
                )
            case .en:
                message(
                    to: sender.address,
                    subject: "Expired: \(envelope.title)",
                    "The contract “\(envelope.title)” was not signed by all in time. Send it anew if you still need it."
                )
            }
        case .draft, .outForSigning, .awaitingSeal, .sealed, .voided:
            return nil
        }
    }

    /// For whoever administers, in both languages: nobody has said which one she reads.
    func incident(_ incident: Incident, to account: Account, link: String) -> MailMessage {
        message(
            to: account.address,
            subject: "インシデント Incident: \(incident.title.ja) / \(incident.title.en)",
            """
            \(account.name) 様

            検査に通らないものがあります: \(incident.title.ja)
            \(incident.dueAt.rfc3339)（UTC）までに調べて、閉じてください。

            A check does not pass: \(incident.title.en)
            Please look into it and close it by \(incident.dueAt.rfc3339).

            \(link)
            """
        )
    }

    private func message(to address: MailAddress, subject: String, _ text: String) -> MailMessage {
        let mark = environment.mark
        return MailMessage(
            to: address.text,
            subject: [mark.map { "[\($0)]" }, subject].compactMap(\.self).joined(separator: " "),
            text: [mark, text].compactMap(\.self).joined(separator: "\n\n") + "\n"
        )
    }
}
