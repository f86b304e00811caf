import CMS
import Foundation

extension Premises {
    /// When certificates begin and end.
    static let certificateDates = [expired, expiresSoon, notYetValid]

    private static let expired = Examination<Premises>(
        "CERTIFICATE_EXPIRED",
        in: .everywhere,
        cause: Words(ja: "証明書の有効期限が切れています: {}", en: "A certificate has expired: {}."),
        remedy: Words(
            ja: "新しい証明書に替えてください（試験環境では `chigiri-trial init` が更新します）。時計も確かめてください。",
            en: "Replace it (in a trial `chigiri-trial init` renews it), and check the clock."
        ),
        .here { premises in
            .found(premises.certificatesWith { $0.notAfter < premises.now })
        }
    )

    private static let expiresSoon = Examination<Premises>(
        "CERTIFICATE_EXPIRES_SOON",
        in: .everywhere,
        cause: Words(
            ja: "証明書の有効期限が \(noticeInDays) 日以内に切れます: {}",
            en: "A certificate expires within \(noticeInDays) days: {}."
        ),
        remedy: Words(
            ja: "期限までに新しい証明書を用意して置き換えてください（試験環境では `chigiri-trial init`）。",
            en: "Have a new one in place before that day (in a trial: `chigiri-trial init`)."
        ),
        .here { premises in
            let end = premises.now.addingTimeInterval(TimeInterval(noticeInDays) * 86400)
            return .found(premises.certificatesWith { premises.now <= $0.notAfter && $0.notAfter < end })
        }
    )

    private static let notYetValid = Examination<Premises>(
        "CERTIFICATE_NOT_YET_VALID",
        in: .everywhere,
        cause: Words(ja: "証明書の有効期間がまだ始まっていません: {}", en: "A certificate is not valid yet: {}."),
        remedy: Words(
            ja: "時計が遅れていないか確かめ、正しければ発行元に問い合わせてください。",
            en: "Check that the clock is not slow; if it is right, ask who issued the certificate."
        ),
        .here { premises in .found(premises.certificatesWith { premises.now < $0.notBefore }) }
    )

    private static let noticeInDays = 30

    private func certificatesWith(_ isMeant: (Certificate) -> Bool) -> [Words] {
        (certificates + anchors).flatMap { named in
            (CertificateFile.read(named.value) ?? []).filter(isMeant).map { certificate in
                let period = [certificate.notBefore, certificate.notAfter].map { $0.formatted(.iso8601) }
                return Words("\(named.setting) (\(certificate.subject.display), \(period.joined(separator: " – ")))")
            }
        }
    }
}
