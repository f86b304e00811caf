/// Words about the certificates, their chain and their revocation.
extension Check {
    var certificateWords: Words? {
        switch self {
        case .noCertificateChain:
            Words(
                ja: "信頼する認証局までつながりません。",
                en: "There is no path to a trusted CA.",
                remedyJa: "信頼する認証局の登録を確認してください。",
                remedyEn: "Check the registered trusted CAs."
            )
        case .certificateSignatureInvalid:
            Words(
                ja: "証明書の署名が、発行者の鍵と一致しません。",
                en: "A certificate's signature does not verify with its issuer's key.",
                remedyJa: "認証局と証明書の種別を確認してください。",
                remedyEn: "Check the CA and the kind of certificate."
            )
        case .certificateExpired:
            Words(
                ja: "証明書の有効期限内に署名された証拠がありません。",
                en: "Nothing proves that it was signed before the certificate expired.",
                remedyJa: "時刻の証拠を探してください。",
                remedyEn: "Look for a proof of time."
            )
        case .certificateExpiredNotRevoked:
            Words(
                ja: "証明書は期限切れで、期限まで失効していないことは確認できますが、署名時刻の証拠がありません。",
                en:
                    "The certificate has expired and is known to have been good until then; nothing proves when it signed.",
                remedyJa: "署名時刻を示すタイムスタンプを探してください。",
                remedyEn: "Look for a timestamp that shows when it was signed."
            )
        case .noProofOfExistence:
            Words(
                ja: "過去に遡って検証するための存在証明が足りません。",
                en: "A proof of existence that validation in the past needs is missing.",
                remedyJa: "必要な時刻より前のタイムスタンプが付いた版を探してください。",
                remedyEn: "Look for a version with a timestamp from before the time that is needed."
            )
        case .certificateNotYetValid:
            Words(
                ja: "証明書の有効期間がまだ始まっていません。",
                en: "The certificate is not valid yet.",
                remedyJa: "時刻の証拠を探してください。",
                remedyEn: "Look for a proof of time."
            )
        case .signedAfterExpiry:
            Words(
                ja: "証明書の有効期限後に行われた署名です。",
                en: "Signed after the certificate had expired.",
                remedyJa: "再署名を求めてください。",
                remedyEn: "Ask for a new signature."
            )
        case .signedBeforeValidity:
            Words(
                ja: "証明書の有効期間開始前の署名です。",
                en: "Signed before the certificate became valid.",
                remedyJa: "再署名を求めてください。",
                remedyEn: "Ask for a new signature."
            )
        case .notACertificationAuthority:
            Words(
                ja: "認証局ではない証明書が発行者になっています。",
                en: "A certificate was issued by one that is not a CA.",
                remedyJa: "認証局と証明書の種別を確認してください。",
                remedyEn: "Check the CA and the kind of certificate."
            )
        case .pathLengthExceeded:
            Words(
                ja: "証明書チェーンが許された長さを超えています。",
                en: "The chain is longer than a CA allows.",
                remedyJa: "認証局と証明書の種別を確認してください。",
                remedyEn: "Check the CA and the kind of certificate."
            )
        case .keyUsageWithoutCertSign:
            Words(
                ja: "証明書を発行する用途のない鍵で発行されています。",
                en: "A certificate was issued with a key that is not for issuing.",
                remedyJa: "認証局と証明書の種別を確認してください。",
                remedyEn: "Check the CA and the kind of certificate."
            )
        case .nameConstraintsViolated:
            Words(
                ja: "証明書の名前が、認証局に許された範囲の外です。",
                en: "A name lies outside what the CA may certify.",
                remedyJa: "認証局と証明書の種別を確認してください。",
                remedyEn: "Check the CA and the kind of certificate."
            )
        case .noValidPolicy:
            Words(
                ja: "証明書チェーンに、求められる証明書ポリシーがありません。",
                en: "The chain has no valid certificate policy although one is required.",
                remedyJa: "認証局と証明書の種別を確認してください。",
                remedyEn: "Check the CA and the kind of certificate."
            )
        case .policyMappingInvalid:
            Words(
                ja: "証明書ポリシーの対応付けが正しくありません。",
                en: "A certificate maps policies in a way that is not allowed.",
                remedyJa: "認証局と証明書の種別を確認してください。",
                remedyEn: "Check the CA and the kind of certificate."
            )
        case .unknownCriticalExtension:
            Words(
                ja: "証明書に、解釈できない重要な拡張があります。",
                en: "A certificate has a critical extension that is not understood.",
                remedyJa: "認証局と証明書の種別を確認してください。",
                remedyEn: "Check the CA and the kind of certificate."
            )
        case .certificateMalformed:
            Words(
                ja: "証明書の拡張の形が正しくありません。",
                en: "A certificate's extension is malformed.",
                remedyJa: "認証局と証明書の種別を確認してください。",
                remedyEn: "Check the CA and the kind of certificate."
            )
        case .signerKeyUsage:
            Words(
                ja: "署名者の証明書は電子署名の用途ではありません。",
                en: "The signer's certificate is not for signing.",
                remedyJa: "認証局と証明書の種別を確認してください。",
                remedyEn: "Check the CA and the kind of certificate."
            )
        case .signerNotForNonRepudiation:
            Words(
                ja: "署名者の証明書に否認防止の用途がありません。",
                en: "The signer's certificate lacks the non-repudiation usage.",
                remedyJa: "",
                remedyEn: ""
            )
        case .revoked:
            Words(
                ja: "証明書の失効後に行われた署名です。",
                en: "Signed after the certificate was revoked.",
                remedyJa: "署名者に確認してください。",
                remedyEn: "Ask the signer."
            )
        case .revokedNoPOE:
            Words(
                ja: "証明書は失効済みで、失効前に署名された証拠がありません。",
                en: "The certificate is revoked, and nothing proves that it was signed before.",
                remedyJa: "時刻の証拠を探してください。",
                remedyEn: "Look for a proof of time."
            )
        case .revokedCA:
            Words(
                ja: "中間認証局が失効済みです。",
                en: "An intermediate CA is revoked.",
                remedyJa: "時刻の証拠を探してください。",
                remedyEn: "Look for a proof of time."
            )
        case .revocationUnknown:
            Words(
                ja: "証明書の失効情報がありません。",
                en: "There is no usable revocation data for a certificate.",
                remedyJa: "時間をおいて、またはオンラインで再検証してください。",
                remedyEn: "Validate again later, or online."
            )
        case .revocationNotFresh:
            Words(
                ja: "署名より後に出された失効情報がまだありません。",
                en: "There is no revocation data yet that is newer than the signature.",
                remedyJa: "時間をおいて、またはオンラインで再検証してください。",
                remedyEn: "Validate again later, or online."
            )
        case .revocationIssuerOutOfBounds:
            Words(
                ja: "失効情報の発行者の証明書が有効期間の外です。",
                en: "The certificate of the revocation data's issuer is out of its validity.",
                remedyJa: "失効情報を再取得してください。",
                remedyEn: "Fetch revocation data again."
            )
        default: nil
        }
    }
}
