/// Words about what has to be at hand before anything is judged: the policy, and what was signed.
extension Check {
    var policyWords: Words? {
        switch self {
        case .signedDataNotFound:
            Words(
                ja: "署名されたデータが見つからず、改ざんの有無を確認できません。",
                en: "The signed data is not there, so nothing shows whether it was altered.",
                remedyJa: "署名されたファイルそのものを用意してください。",
                remedyEn: "Provide the very file that was signed."
            )
        case .signaturePolicyNotAvailable:
            Words(
                ja: "署名が指定する署名ポリシー文書がないか、指定された文書と一致しません。",
                en:
                    "The signature policy that the signature names is not at hand, or is not the document that it names.",
                remedyJa: "署名ポリシーの発行者から文書を入手し、検証方針に加えてください。",
                remedyEn: "Obtain the document from the policy's issuer and add it to the validation policy."
            )
        case .algorithmNotForNewSignatures:
            Words(
                ja: "新しい署名やタイムスタンプには使えない暗号方式です。最初の延長より前に期限を迎えます。",
                en: "The algorithm is not for new signatures or timestamps: it ends before the first renewal.",
                remedyJa: "期限のない方式の鍵（P-256、P-384、RSA-PSS 3072 ビット以上）で署名してください。",
                remedyEn: "Sign with a key of an algorithm without an end (P-256, P-384, RSA-PSS of 3072 bits or more)."
            )
        case .policyNotProcessed:
            Words(
                ja: "検証方針のファイルを処理できないため、何も有効とは判定できません。",
                en: "The file of the validation policy cannot be processed, so nothing can be accepted.",
                remedyJa: "示された箇所を直すか、標準の検証方針を使ってください。",
                remedyEn: "Correct the place that is named, or use the standard policy."
            )
        default: nil
        }
    }
}
