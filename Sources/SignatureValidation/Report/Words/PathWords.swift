/// Words about the search for a path, its anchor, and what certificates say of their own revocation.
extension Check {
    var pathWords: Words? {
        switch self {
        case .pathSearchLimited:
            Words(
                ja: "証明書チェーンの探索を上限で打ち切りました。",
                en: "The search for a certificate chain ended at its limit.",
                remedyJa: "不要な中間証明書を除いて再検証してください。",
                remedyEn: "Leave out intermediate certificates that are not needed and validate again."
            )
        case .trustAnchorNotInForce:
            Words(
                ja: "トラストアンカーは、この時点では信頼の対象ではありません。",
                en: "The trust anchor is not trusted at this time.",
                remedyJa: "トラストアンカーの登録期間を確認してください。",
                remedyEn: "Check from when until when the trust anchor is registered."
            )
        case .endEntityPurpose:
            Words(
                ja: "証明書に、この用途が許可されていません。",
                en: "The certificate is not for this purpose.",
                remedyJa: "証明書の拡張鍵用途を確認してください。",
                remedyEn: "Check the certificate's key usage and extended key usage."
            )
        case .noCheckMisplaced:
            Words(
                ja: "失効確認不要（ocsp-nocheck）の拡張は、OCSP応答者の証明書だけに許されます。",
                en: "Only an OCSP responder's certificate may say that its revocation is not checked (nocheck).",
                remedyJa: "発行した認証局に確認してください。",
                remedyEn: "Ask the CA that issued it."
            )
        case .revocationExemptionMisplaced:
            Words(
                ja: "失効情報を提供しない旨の拡張が、許されない証明書にあるか、失効情報の所在と矛盾しています。",
                en:
                    "A certificate says that it has no revocation information where it may not, or names a place to find it.",
                remedyJa: "発行した認証局に確認してください。",
                remedyEn: "Ask the CA that issued it."
            )
        case .revocationNotChecked:
            Words(
                ja: "失効情報が渡されていないため、失効は確認していません。",
                en: "No revocation information was given, so revocation was not checked.",
                remedyJa: "確認するには CRL または OCSP 応答を指定してください。",
                remedyEn: "Name CRLs or OCSP responses to have it checked."
            )
        default: nil
        }
    }
}
