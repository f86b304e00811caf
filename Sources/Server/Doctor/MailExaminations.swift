import Doctor
import Foundation
import Outbound

extension ServicePatient {
    /// Nil where the settings mean none.
    var mail: MailRoute? { file.mail.route(path: path) }

    /// Connects to the relay and logs in; nothing is sent.
    static let unusableMail = Examination<ServicePatient>(
        "MAIL_UNUSABLE",
        in: .everywhere,
        cause: Words(ja: "メールサーバーを使えません: {}", en: "The mail server cannot be used: {}."),
        remedy: Words(
            ja: "mail.host・mail.port・mail.security、証明書（mail.trustRootsFile）、mail.user とパスワードを確かめてください。",
            en:
                "Check mail.host, mail.port and mail.security, its certificate (mail.trustRootsFile), mail.user and the password."
        ),
        .overNetwork { patient in
            switch patient.mail {
            case nil: return .notChecked(Words(ja: "設定の値が使えない", en: "the setting cannot be used"))
            // `SPOOL_MISSING` and `MAIL_SPOOL` judge that one.
            case .spool: return .found([])
            case .smtp(let relay, let origin):
                let sender = SMTPMailSender(relay: relay, origin: origin) { patient.now }
                let fault = await sender.fault()
                await sender.shutdown()
                return .found(fault.map { [$0.named(relay)] } ?? [])
            }
        }
    )
}

extension SMTPMailSender {
    /// Why it cannot be used; nil when it can.
    fileprivate func fault() async -> OutboundError? {
        do throws(OutboundError) {
            try await check()
            return nil
        } catch {
            return error
        }
    }
}

extension OutboundError {
    /// What is wrong with a relay, in the words of who has to mend it.
    fileprivate func named(_ relay: MailRelay) -> Words {
        let place = "\(relay.host):\(relay.port)"
        return switch self {
        case .tlsRefused(let reason): Words("\(place), TLS: \(reason)")
        case .loginRefused(let reply):
            Words(
                ja: "\(place)、ログインを断られました \(reply?.description ?? "")",
                en: "\(place), the login is refused \(reply?.description ?? "")"
            )
        case .secretUnusable(let fault):
            Words(
                ja: "mail.passwordFile が使えません（\(fault.words.ja)）",
                en: "mail.passwordFile cannot be used (\(fault.words.en))"
            )
        case .mailRefused(let command, let reply): Words("\(place), \(command.rawValue): \(reply)")
        case .nameNotResolved: Words(ja: "\(place)、名前を解決できません", en: "\(place), the name is not known")
        case .timedOut: Words(ja: "\(place)、時間内に応答がありません", en: "\(place), no answer in time")
        case .unreachable(let reason): Words("\(place): \(reason)")
        default: Words("\(place): \(self)")
        }
    }
}

extension SecretFault {
    fileprivate var words: Words {
        switch self {
        case .missing: Words(ja: "ファイルがない", en: "there is no file")
        case .openToOthers: Words(ja: "所有者のほかにも開かれている", en: "others may read it")
        case .unreadable: Words(ja: "読めない", en: "it cannot be read")
        case .notOneLine: Words(ja: "中身が 1 行の文字列ではない", en: "it does not hold one line of text")
        }
    }
}
