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
                signer.name,
                subject: "署名のお願い: \(title)",
                .words("\(signer.name) 様"),
                .words(
                    """
                    \(organisation) の \(sender) さんから、契約書「\(title)」への電子署名の依頼が届いています。
                    次のリンクは、あなただけのものです。転送しないでください。
                    """
                ),
                .link(link, label: "契約書をひらく"),
                .words("\(deadline)心当たりがない場合は、このメールを破棄してください。")
            )
        case .en:
            message(
                to: signer.address,
                signer.name,
                subject: "Please sign: \(title)",
                .words("Dear \(signer.name),"),
                .words(
                    """
                    \(sender) of \(organisation) asks you to sign the contract “\(title)” electronically.
                    This link is for you alone. Do not forward it.
                    """
                ),
                .link(link, label: "Open the contract"),
                .words("\(deadline)If you do not expect this, please discard this message.")
            )
        }
    }

    func code(_ digits: String, to signer: Signer, title: String) -> MailMessage {
        let shown = "\(digits.prefix(4)) \(digits.suffix(4))"
        return switch language {
        case .ja:
            message(
                to: signer.address,
                signer.name,
                subject: "確認コード: \(title)",
                .words("\(signer.name) 様"),
                .words(
                    """
                    契約書「\(title)」のリンクが、はじめての画面で開かれました。
                    開いたのがあなたなら、その画面に次の確認コードを書いてください。10分間、使えます。
                    """
                ),
                .code(shown),
                .words("心当たりがない場合は、だれにもコードを教えないで、送信者に知らせてください。")
            )
        case .en:
            message(
                to: signer.address,
                signer.name,
                subject: "Your code: \(title)",
                .words("Dear \(signer.name),"),
                .words(
                    """
                    the link to the contract “\(title)” was opened in a browser that is new to us.
                    If that was you, write this code there. It works for ten minutes.
                    """
                ),
                .code(shown),
                .words("If it was not you, give the code to nobody and tell the sender.")
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
                name,
                subject: "締結が完了しました: \(title)",
                .words("\(name) 様"),
                .words(
                    """
                    契約書「\(title)」に全員の署名がそろい、\(sealedAt.rfc3339)（UTC）に締結が完了しました。
                    署名済みの契約書と合意締結証明書は、送信者から受け取れます。
                    """
                ),
                .words("署名済みファイルのSHA-256: \(sha256)")
            )
        case .en:
            message(
                to: address,
                name,
                subject: "Completed: \(title)",
                .words("Dear \(name),"),
                .words(
                    """
                    everyone has signed the contract “\(title)”; it was completed at \(sealedAt.rfc3339).
                    The signed contract and its certificate of completion are available from the sender.
                    """
                ),
                .words("SHA-256 of the signed file: \(sha256)")
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
                    sender.name,
                    subject: "辞退されました: \(envelope.title)",
                    .words("\(signer.name) さんが、契約書「\(envelope.title)」への署名を辞退しました。"),
                    .words("理由: \(reason)")
                )
            case .en:
                message(
                    to: sender.address,
                    sender.name,
                    subject: "Declined: \(envelope.title)",
                    .words("\(signer.name) declined to sign “\(envelope.title)”."),
                    .words("Reason: \(reason)")
                )
            }
        case .expired:
            return switch language {
            case .ja:
                message(
                    to: sender.address,
                    sender.name,
                    subject: "期限が過ぎました: \(envelope.title)",
                    .words("契約書「\(envelope.title)」は、期限までに署名がそろいませんでした。必要な場合は、新しく送信してください。")
                )
            case .en:
                message(
                    to: sender.address,
                    sender.name,
                    subject: "Expired: \(envelope.title)",
                    .words(
                        "The contract “\(envelope.title)” was not signed by all in time. Send it anew if you still need it."
                    )
                )
            }
        case .draft, .outForSigning, .awaitingSeal, .sealed, .voided:
            return nil
        }
    }

    /// A concluded contract does not verify any more; `reasons` are sentences in the language of these words.
    func unverified(_ envelope: Envelope, reasons: [String], to sender: Account) -> MailMessage {
        let list = reasons.map { "・\($0)" }.joined(separator: "\n")
        return switch language {
        case .ja:
            message(
                to: sender.address,
                sender.name,
                subject: "検証できません: \(envelope.title)",
                .words("保管している契約書「\(envelope.title)」を検証したところ、有効と確かめられませんでした。理由:"),
                .words(list),
                .words("運用者にも知らせました。お手元の控えは削除しないでください。")
            )
        case .en:
            message(
                to: sender.address,
                sender.name,
                subject: "Does not verify: \(envelope.title)",
                .words("The contract “\(envelope.title)” in our keeping could not be verified. The reasons:"),
                .words(list),
                .words("The operators have been told, too. Please keep your copy.")
            )
        }
    }

    /// For whoever administers, in both languages: nobody has said which one she reads.
    func incident(_ incident: Incident, to account: Account, link: String) -> MailMessage {
        message(
            to: account.address,
            account.name,
            subject: "インシデント Incident: \(incident.title.ja) / \(incident.title.en)",
            .words("\(account.name) 様"),
            .words(
                """
                検査に通らないものがあります: \(incident.title.ja)
                \(incident.dueAt.rfc3339)（UTC）までに調べて、閉じてください。
                """
            ),
            .words(
                """
                A check does not pass: \(incident.title.en)
                Please look into it and close it by \(incident.dueAt.rfc3339).
                """,
                in: .en
            ),
            .link(link, label: "インシデントを見る Show incidents")
        )
    }

    func memberInvitation(to account: Account, organisation: String, link: String) -> MailMessage {
        message(
            to: account.address,
            account.name,
            subject: "\(organisation) への招待 Invitation",
            .words("\(account.name) 様"),
            .words(
                """
                \(organisation) の担当者として登録されました。
                次のリンクを開き、サインインに使うパスキーを作ってください。リンクは 3 日間使えます。
                このリンクは、あなただけのものです。転送しないでください。
                """
            ),
            .words(
                """
                You have been entered as a member of \(organisation).
                Open the link and make the passkey with which you sign in. It works for three days.
                This link is for you alone. Do not forward it.
                """,
                in: .en
            ),
            .link(link, label: "パスキーを作る Make a passkey")
        )
    }

    private func message(
        to address: MailAddress,
        _ name: String,
        subject: String,
        _ blocks: MailContent.Block...
    ) -> MailMessage {
        MailMessage(
            to: address,
            name,
            MailContent(mark: environment.mark, language: language, subject: subject, blocks: blocks)
        )
    }
}
