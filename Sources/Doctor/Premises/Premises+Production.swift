package import CMS
import Foundation

extension Premises {
    /// What a trial is made of and production refuses.
    static let production = [
        trialCertificate, thisMachine, withoutTLS, defaultSecret, crashPoint,
    ]

    private static let trialCertificate = Examination<Premises>(
        "TRIAL_CERTIFICATE",
        in: .production,
        cause: Words(
            ja: "本番環境の設定が、試験用の認証局・時刻認証局の証明書を使っています: {}",
            en: "PRODUCTION is configured with a certificate of a trial (CA, TSA or TLS): {}."
        ),
        remedy: Words(
            ja: "審査を受けた認証局・時刻認証局の証明書に置き換えてください。試験環境なら environment を TEST にします。",
            en: "Put the certificate of an assessed authority in its place; for a trial set environment to TEST."
        ),
        .beforeStart { premises in
            (premises.anchors + premises.certificates).flatMap { named in
                (CertificateFile.read(named.value) ?? []).filter(isTrial)
                    .map { Words("\(named.setting) (\($0.subject.display))") }
            }
        }
    )

    private static let thisMachine = Examination<Premises>(
        "LOOPBACK_ADDRESS",
        in: .production,
        cause: Words(
            ja: "本番環境の設定がこのマシン自身（試験用の構成）を指しています: {}",
            en: "PRODUCTION is configured with this machine itself, as a trial is: {}."
        ),
        remedy: Words(
            ja: "利用者と相手の機関から見える、実際のホスト名に書き換えてください。",
            en: "Name the real host, as users and authorities see it."
        ),
        .beforeStart { premises in
            let hosts = (premises.addresses + premises.exemptions)
                .filter { isThisMachine(URLComponents(string: $0.value)?.host ?? "") }
            return (hosts + [premises.relyingParty].filter { isThisMachine($0.value) }).map(\.words)
        }
    )

    private static let withoutTLS = Examination<Premises>(
        "PLAIN_HTTP",
        in: .production,
        cause: Words(ja: "本番環境の通信が HTTPS ではありません: {}", en: "PRODUCTION speaks without HTTPS: {}."),
        remedy: Words(
            ja: "https:// で始まる URL にしてください。相手が HTTPS を提供しないときは、TLS の中継を置きます。",
            en: "Name a URL that begins with https://; put a TLS relay before a partner that offers none."
        ),
        .beforeStart { premises in
            premises.addresses.filter { !$0.value.lowercased().hasPrefix("https://") }.map(\.words)
        }
    )

    private static let defaultSecret = Examination<Premises>(
        "DEFAULT_SECRET",
        in: .production,
        cause: Words(
            ja: "秘密の値が既定値のままか、容易に推測できます: {}",
            en: "A secret has a default value, or one that is easily guessed: {}."
        ),
        remedy: Words(
            ja: "8 文字以上の無作為な値に変えてください（例: `openssl rand -hex 16`）。PIN は HSM の側も変えます。",
            en:
                "Set at least eight random characters (such as `openssl rand -hex 16`); change a PIN in the HSM as well."
        ),
        .beforeStart { premises in
            premises.secrets.filter { SecretFile(path: $0.value)?.isGuessable == true }.map(\.words)
        }
    )

    private static let crashPoint = Examination<Premises>(
        "CRASH_POINT",
        in: .production,
        cause: Words(
            ja: "試験のために自らを停止させる環境変数 {} が本番環境で設定されています。",
            en: "The variable {}, which ends the process for tests, is set in PRODUCTION."
        ),
        remedy: Words(ja: "環境変数 {} を取り除いてください。", en: "Remove the variable {}."),
        .beforeStart { premises in
            ["CHIGIRI_CRASH_AT"].filter { premises.variables[$0]?.isEmpty == false }.map { Words($0) }
        }
    )

    /// Whether a certificate says of itself that it is of a trial: in a name, or by a policy of our own arc.
    ///
    /// - SeeAlso: docs/decisions/0014-policy-oids.md
    package static func isTrial(_ certificate: Certificate) -> Bool {
        [certificate.subject, certificate.issuer].contains { name in
            let text = name.display.uppercased()
            return text.contains("TEST ENVIRONMENT") || text.contains("試験環境")
        } || certificate.policies.contains(where: isTrialPolicy)
    }

    /// Whether a policy OID lies under the arc that Chigiri's trial uses.
    package static func isTrialPolicy(_ policy: String) -> Bool {
        policy.hasPrefix("2.25.274637420155013839245863518163418915921.")
    }

    private static func isThisMachine(_ host: String) -> Bool {
        let name = host.lowercased().trimmingCharacters(in: CharacterSet(charactersIn: "[]."))
        return name == "localhost" || name.hasSuffix(".localhost") || name.hasPrefix("127.")
            || ["::1", "0.0.0.0", "::", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"].contains(name)
    }
}
