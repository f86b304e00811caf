import Foundation
import SignerProtocol

/// What an audit entry says happened, for people, in both languages.
package struct StepWords: Hashable, Sendable {
    package let ja: String
    package let en: String

    package init(ja: String, en: String) {
        self.ja = ja
        self.en = en
    }
}

extension CompletionCertificate {
    /// The entries of an audit chain as steps.
    static func steps(of records: [AuditRecord], in envelope: Envelope, organisation: String) -> [Step] {
        records.map { record in
            let entry = record.entry
            let facts =
                record.payload.flatMap {
                    try? JSONDecoder().decode([String: String].self, from: Data($0.bytes))
                } ?? [:]
            var words = AuditAction(rawValue: entry.action)?.words ?? StepWords(ja: entry.action, en: entry.action)
            if let name = facts["signer"].flatMap({ SignerID($0) }).flatMap({ envelope.signer($0)?.name }) {
                words = StepWords(ja: "\(words.ja)　宛先 \(name)", en: "\(words.en), to \(name)")
            }
            if entry.action == AuditAction.mailRefused.rawValue, let reason = facts["reason"] {
                words = StepWords(ja: "\(words.ja)（\(reason)）", en: "\(words.en) (\(reason))")
            }
            return Step(
                sequence: entry.sequence,
                time: entry.time,
                actor: actor(entry.actor, in: envelope, organisation: organisation),
                action: words
            )
        }
    }

    private static func actor(_ actor: String, in envelope: Envelope, organisation: String) -> String {
        let parts = actor.split(separator: ":", maxSplits: 1).map(String.init)
        switch parts.first {
        case "signer":
            guard let id = parts.last.flatMap({ SignerID($0) }), let signer = envelope.signer(id) else { return actor }
            return signer.name
        case "account": return organisation
        case AuditNote.service: return "サービス Service"
        default: return actor
        }
    }
}

extension AuditAction {
    /// A sentence for each.
    package var words: StepWords {
        switch self {
        case .incidentOpened: StepWords(ja: "インシデントを開きました", en: "Incident opened")
        case .alarmRepeated: StepWords(ja: "同じ警報がまた出ました", en: "The same alarm again")
        case .alarmOver: StepWords(ja: "警報の元がなくなりました", en: "What gave the alarm is over")
        case .incidentAcknowledged: StepWords(ja: "担当が付きました", en: "Somebody looks after it")
        case .credentialEnded: StepWords(ja: "署名用の鍵が終わっていました", en: "The signing key had ended")
        case .rolesAssigned: StepWords(ja: "役割を決めました", en: "Roles assigned")
        case .accountLocked: StepWords(ja: "アカウントをロックしました", en: "Account locked")
        case .accountUnlocked: StepWords(ja: "アカウントのロックを解除しました", en: "Account unlocked")
        case .accountClosed: StepWords(ja: "アカウントを閉じました", en: "Account closed")
        case .memberInvited: StepWords(ja: "招待のメールを送りました", en: "Invitation mailed")
        case .keyOperatorRequested: StepWords(ja: "鍵の担当者の登録を始めました", en: "Enrolment as operator of keys begun")
        case .keyOperatorEnrolled: StepWords(ja: "鍵の担当者のパスキーを登録しました", en: "Passkey of an operator of keys enrolled")
        case .invitationAsked: StepWords(ja: "招待の送り直しを頼みました", en: "Another invitation asked for")
        case .keyActRequested: StepWords(ja: "鍵の操作の承認を求めました", en: "Approval of an act on a key asked for")
        case .keyActApproved: StepWords(ja: "鍵の操作の承認を取り次ぎました", en: "Approval of an act on a key handed on")
        case .keyActPerformed: StepWords(ja: "鍵の操作が実行されました", en: "Act on a key performed")
        case .incidentClosed: StepWords(ja: "インシデントを閉じました", en: "Incident closed")
        case .operatorsTold: StepWords(ja: "管理者にメールで知らせました", en: "Administrators told by mail")
        case .jobHastened: StepWords(ja: "失敗した仕事をすぐにやり直させました", en: "Failed job tried again at once")
        case .organisationCreated: StepWords(ja: "組織を作りました", en: "Organisation created")
        case .accountCreated: StepWords(ja: "利用者を作りました", en: "Account created")
        case .signInPasskeyRegistered:
            StepWords(ja: "サインイン用のパスキーを登録しました", en: "Passkey for sign-in registered")
        case .signedIn: StepWords(ja: "サインインしました", en: "Signed in")
        case .signInRefused: StepWords(ja: "サインインを断りました", en: "Sign-in refused")
        case .signedOut: StepWords(ja: "サインアウトしました", en: "Signed out")
        case .documentUploaded: StepWords(ja: "文書を預けました", en: "Document uploaded")
        case .normalisationProposed: StepWords(ja: "ファイルを正規の形に書き直す案を作りました", en: "Clean copy of the file proposed")
        case .normalisationAgreed: StepWords(ja: "書き直したファイルを文書とすることに同意しました", en: "Clean copy agreed to as the document")
        case .normalisationDeclined: StepWords(ja: "書き直したファイルを断りました", en: "Clean copy declined")
        case .envelopeCreated: StepWords(ja: "契約の下書きを作りました", en: "Draft of the agreement made")
        case .envelopeSent: StepWords(ja: "契約を送り出しました", en: "Agreement sent out")
        case .invitationSent: StepWords(ja: "署名の依頼を送りました", en: "Invitation to sign sent")
        case .linkExchanged: StepWords(ja: "依頼のリンクを開きました", en: "Link of the invitation opened")
        case .codeMailed: StepWords(ja: "確認コードをメールで送りました", en: "Code mailed to the signer")
        case .mailRefused: StepWords(ja: "メールが受け取られませんでした", en: "A mail was refused")
        case .codeRefused: StepWords(ja: "ちがう確認コードを断りました", en: "Wrong code refused")
        case .viewed: StepWords(ja: "文書を見ました", en: "Document viewed")
        case .imprintChosen: StepWords(ja: "印をえらびました", en: "Seal chosen")
        case .textsFilled: StepWords(ja: "自分の欄に書きました", en: "Own fields filled in")
        case .consented: StepWords(ja: "内容に同意しました", en: "Consented to the content")
        case .credentialRequested: StepWords(ja: "署名の鍵と証明書を申し込みました", en: "Key and certificate requested")
        case .passkeyRegistered: StepWords(ja: "パスキーを登録しました", en: "Passkey registered")
        case .credentialActive: StepWords(ja: "署名の鍵と証明書が使えるようになりました", en: "Key and certificate active")
        case .signatureIntended: StepWords(ja: "署名の準備をしました", en: "Signature prepared")
        case .activationRequested: StepWords(ja: "鍵を使う許可を求めました", en: "Permission to use the key asked")
        case .permissionGiven: StepWords(ja: "署名を許可しました", en: "Permission to sign given")
        case .signatureValueReceived: StepWords(ja: "署名の値を受け取りました", en: "Signature value received")
        case .attemptVoided: StepWords(ja: "署名の準備を取り消しました", en: "Prepared signature dropped")
        case .signed: StepWords(ja: "署名が文書に入りました（検証済み）", en: "Signature in the document, validated")
        case .declined: StepWords(ja: "署名を断りました", en: "Declined to sign")
        case .voided: StepWords(ja: "契約を取り下げました", en: "Agreement withdrawn")
        case .expired: StepWords(ja: "期限が過ぎました", en: "Deadline passed")
        case .waiting: StepWords(ja: "外部のサービスの応答を待ちました", en: "Waited for an outside service")
        case .sealOrdered: StepWords(ja: "事業者の署名を求めました", en: "Signature of the operator ordered")
        case .contractSealed: StepWords(ja: "文書全体に時刻の証明を付けました", en: "Document timestamp added, agreement sealed")
        case .certificateDrafted: StepWords(ja: "この証明書の下書きを作りました", en: "Draft of this certificate made")
        case .certificateSealed: StepWords(ja: "この証明書に封をしました", en: "This certificate sealed")
        case .sealed: StepWords(ja: "手続きが終わりました", en: "Procedure finished")
        case .evidenceRenewed: StepWords(ja: "時刻の証明を更新しました", en: "Timestamp renewed")
        case .renewalRefused:
            StepWords(ja: "検証に通らないので、時刻の証明を更新しませんでした", en: "Not valid, so its timestamp was not renewed")
        case .renewalOrdered: StepWords(ja: "時刻の証明の一括更新を指示しました", en: "Renewal of many timestamps ordered")
        case .copiesSent: StepWords(ja: "控えを送りました", en: "Copies sent")
        case .senderTold: StepWords(ja: "送信者に知らせました", en: "Sender told by mail")
        case .registerEntryDrafted: StepWords(ja: "下書きを書きました", en: "Draft written")
        case .registerEntryProposed: StepWords(ja: "承認を求めました", en: "Approval asked for")
        case .registerEntryApproved: StepWords(ja: "承認されました", en: "Approved")
        case .registerEntryReturned: StepWords(ja: "差し戻しました", en: "Returned")
        case .registerEntryRetired: StepWords(ja: "終わりにしました", en: "Retired")
        case .registerEntryDropped: StepWords(ja: "下書きを捨てました", en: "Draft dropped")
        case .registerReminderSent: StepWords(ja: "期限の知らせを送りました", en: "Reminder sent")
        }
    }
}
