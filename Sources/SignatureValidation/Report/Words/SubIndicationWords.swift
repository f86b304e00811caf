extension SubIndication {
    /// The general words for a sub-indication; a finding's own words say more.
    ///
    /// - SeeAlso: VAL-1
    package var words: Words {
        switch self {
        case .formatFailure:
            Words(
                ja: "署名の構造が規格に合わないか、署名後に許可されない変更があります。",
                en: "The structure is invalid, or there is a change after signing that is not allowed.",
                remedyJa: "変更前の版を入手し、当事者に確認してください。",
                remedyEn: "Obtain the version before the change and ask the parties."
            )
        case .hashFailure:
            Words(
                ja: "署名後に文書の内容が書き換えられています。",
                en: "The signed content was altered.",
                remedyJa: "このファイルは使用しないでください。",
                remedyEn: "Do not use this file."
            )
        case .signatureCryptoFailure:
            Words(
                ja: "署名値が署名者の公開鍵と一致しません。",
                en: "The signature value does not verify with the signer's key.",
                remedyJa: "このファイルは使用しないでください。",
                remedyEn: "Do not use this file."
            )
        case .revoked:
            Words(
                ja: "証明書の失効後に行われた署名です。",
                en: "Signed after the certificate was revoked.",
                remedyJa: "署名者に確認してください。",
                remedyEn: "Ask the signer."
            )
        case .expired:
            Words(
                ja: "証明書の有効期限後に行われた署名です。",
                en: "Signed after the certificate had expired.",
                remedyJa: "再署名を求めてください。",
                remedyEn: "Ask for a new signature."
            )
        case .notYetValid:
            Words(
                ja: "証明書の有効期間開始前の署名です。",
                en: "Signed before the certificate became valid.",
                remedyJa: "再署名を求めてください。",
                remedyEn: "Ask for a new signature."
            )
        case .signatureConstraintsFailure:
            Words(
                ja: "署名属性が本検証方針の条件を満たしません。",
                en: "The signature breaks the validation policy.",
                remedyJa: "検証方針を確認してください。",
                remedyEn: "Check the policy."
            )
        case .chainConstraintsFailure:
            Words(
                ja: "証明書チェーンが用途・ポリシー条件を満たしません。",
                en: "The chain breaks usage or policy constraints.",
                remedyJa: "認証局と証明書の種別を確認してください。",
                remedyEn: "Check the CA and the kind of certificate."
            )
        case .certificateChainGeneralFailure:
            Words(
                ja: "証明書チェーンの検証でその他の問題が発生しました。",
                en: "There is another problem with the certificate chain.",
                remedyJa: "詳細を確認してください。",
                remedyEn: "See the details."
            )
        case .cryptoConstraintsFailure:
            Words(
                ja: "利用できない暗号方式が使われています。",
                en: "An algorithm was not acceptable at the time.",
                remedyJa: "再署名を求めてください。",
                remedyEn: "Ask for a new signature."
            )
        case .cryptoConstraintsFailureNoPOE:
            Words(
                ja: "暗号方式の安全期限前に存在した証拠がありません。",
                en: "There is no proof that the signature existed before the algorithm expired.",
                remedyJa: "原本か他の時刻証明を探してください。",
                remedyEn: "Look for the original or another proof of time."
            )
        case .policyProcessingError:
            Words(
                ja: "検証方針を処理できません。",
                en: "The policy could not be processed.",
                remedyJa: "管理者に連絡してください。",
                remedyEn: "Tell the administrator."
            )
        case .signaturePolicyNotAvailable:
            Words(
                ja: "署名ポリシー文書を入手できません。",
                en: "The signature policy is not available.",
                remedyJa: "署名ポリシー文書を入手してください。",
                remedyEn: "Obtain the policy document."
            )
        case .timestampOrderFailure:
            Words(
                ja: "タイムスタンプの時刻順序が矛盾しています。",
                en: "Timestamps are out of order.",
                remedyJa: "専門家に確認してください。",
                remedyEn: "Ask an expert."
            )
        case .noSigningCertificateFound:
            Words(
                ja: "署名者の証明書を特定できません。",
                en: "The signing certificate is not identified.",
                remedyJa: "送付元に確認してください。",
                remedyEn: "Ask the sender."
            )
        case .noCertificateChainFound:
            Words(
                ja: "信頼する認証局までつながりません。",
                en: "There is no path to a trusted CA.",
                remedyJa: "信頼する認証局の登録を確認してください。",
                remedyEn: "Check the registered trusted CAs."
            )
        case .noCertificateChainFoundNoPOE:
            Words(
                ja: "信頼期間内に存在した証拠がありません。",
                en: "There is no proof of existence within the trust anchor's validity.",
                remedyJa: "信頼する認証局の登録を確認してください。",
                remedyEn: "Check the registered trusted CAs."
            )
        default: timeWords
        }
    }

    private var timeWords: Words {
        switch self {
        case .revokedNoPOE:
            Words(
                ja: "証明書は失効済みで、失効前に署名された証拠がありません。",
                en: "The certificate is revoked, and nothing proves that it was signed before.",
                remedyJa: "時刻の証拠を探してください。",
                remedyEn: "Look for a proof of time."
            )
        case .revokedCANoPOE:
            Words(
                ja: "中間認証局が失効済みです。",
                en: "An intermediate CA is revoked.",
                remedyJa: "時刻の証拠を探してください。",
                remedyEn: "Look for a proof of time."
            )
        case .outOfBoundsNotRevoked:
            Words(
                ja: "証明書は期限切れですが、期限内の失効は確認されていません。署名時刻の証拠がありません。",
                en: "Expired, not known to be revoked; nothing proves the time of signing.",
                remedyJa: "時刻の証拠を探してください。",
                remedyEn: "Look for a proof of time."
            )
        case .outOfBoundsNoPOE:
            Words(
                ja: "証明書の有効期間内に署名された証拠がありません。",
                en: "Nothing proves that it was signed while the certificate was valid.",
                remedyJa: "時刻の証拠を探してください。",
                remedyEn: "Look for a proof of time."
            )
        case .revocationOutOfBoundsNoPOE:
            Words(
                ja: "失効情報の発行者証明書が期限切れです。",
                en: "The certificate of the revocation data's issuer is out of its validity.",
                remedyJa: "失効情報を再取得してください。",
                remedyEn: "Fetch revocation data again."
            )
        case .tryLater:
            Words(
                ja: "署名後の失効情報がまだ得られません。",
                en: "Revocation data newer than the signature is not available yet.",
                remedyJa: "時間をおいて、またはオンラインで再検証してください。",
                remedyEn: "Validate again later, or online."
            )
        case .signedDataNotFound:
            Words(
                ja: "署名対象のデータがありません。",
                en: "The signed data is not there.",
                remedyJa: "原本を用意してください。",
                remedyEn: "Provide the original."
            )
        default:
            Words(
                ja: "存在時刻の証拠が不足しています。",
                en: "A proof of existence is missing.",
                remedyJa: "時刻の証拠を探してください。",
                remedyEn: "Look for a proof of time."
            )
        }
    }
}
