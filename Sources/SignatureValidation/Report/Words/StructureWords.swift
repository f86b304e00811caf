extension Check {
    /// What a reader is told when this check did not simply succeed.
    package var words: Words {
        structureWords ?? detachedWords ?? changeWords ?? certificateWords ?? timeWords
    }
}

/// Words about what the signature dictionary and the CMS look like.
extension Check {
    var structureWords: Words? {
        switch self {
        case .valid:
            Words(
                ja: "署名は有効です。署名者証明書と改ざんがないことを確認しました。",
                en: "The signature is valid: certificate and integrity are confirmed.",
                remedyJa: "",
                remedyEn: ""
            )
        case .signatureDictionaryInvalid:
            Words(
                ja: "署名辞書に必要な項目がないか、形が正しくありません。",
                en: "The signature dictionary lacks an entry or has a malformed one.",
                remedyJa: "署名ソフトを確認し、署名し直してもらってください。",
                remedyEn: "Check the signing software and have it signed again."
            )
        case .byteRangeMalformed:
            Words(
                ja: "署名範囲（ByteRange）が四つの整数ではないか、先頭から始まっていません。",
                en: "The ByteRange is not four integers that start at 0.",
                remedyJa: "このファイルは使用しないでください。",
                remedyEn: "Do not use this file."
            )
        case .byteRangeOutsideFile:
            Words(
                ja: "署名範囲がファイルの外を指しています。",
                en: "The ByteRange leaves the file or overlaps itself.",
                remedyJa: "このファイルは使用しないでください。",
                remedyEn: "Do not use this file."
            )
        case .byteRangeGap:
            Words(
                ja: "署名されていない部分に、署名値以外のデータがあります。",
                en: "The part left out of the ByteRange holds more than the signature value.",
                remedyJa: "このファイルは使用しないでください。",
                remedyEn: "Do not use this file."
            )
        case .contentsNotInGap:
            Words(
                ja: "署名されていない部分が、この署名自身の署名値ではありません。",
                en: "The part left out of the ByteRange is not this signature's own /Contents.",
                remedyJa: "このファイルは使用しないでください。",
                remedyEn: "Do not use this file."
            )
        case .byteRangeEnd:
            Words(
                ja: "署名範囲が、ファイルのある版の終わりと一致しません。",
                en: "The ByteRange does not end where a revision of the file ends.",
                remedyJa: "このファイルは使用しないでください。",
                remedyEn: "Do not use this file."
            )
        case .byteRangeCrossReference:
            Words(
                ja: "署名範囲の外に、署名された版の相互参照があります。",
                en: "A cross-reference of the signed revision lies outside the ByteRange.",
                remedyJa: "このファイルは使用しないでください。",
                remedyEn: "Do not use this file."
            )
        case .structureBroken:
            Words(
                ja: "ファイルの構造も壊れています。",
                en: "The structure of the file is broken too.",
                remedyJa: "元のファイルを入手し直してください。",
                remedyEn: "Obtain the original again."
            )
        case .duplicateKey:
            Words(
                ja: "署名辞書に同じ項目が二つあります。",
                en: "The signature dictionary has the same key twice.",
                remedyJa: "このファイルは使用しないでください。",
                remedyEn: "Do not use this file."
            )
        case .unsupportedSubFilter:
            Words(
                ja: "対応していない署名形式です。",
                en: "The signature format is not supported.",
                remedyJa: "対応するソフトで検証してください。",
                remedyEn: "Validate it with software that supports the format."
            )
        case .notPAdES:
            Words(
                ja: "PAdES形式の署名ではありません。",
                en: "The signature is not a PAdES signature.",
                remedyJa: "",
                remedyEn: ""
            )
        case .cmsMalformed:
            Words(
                ja: "署名データ（CMS）の構造が正しくありません。",
                en: "The CMS structure is malformed.",
                remedyJa: "署名ソフトを確認し、署名し直してもらってください。",
                remedyEn: "Check the signing software and have it signed again."
            )
        case .cmsTrailingBytes:
            Words(
                ja: "署名データの後ろに余分なデータがあります。",
                en: "Bytes other than zero follow the CMS structure.",
                remedyJa: "このファイルは使用しないでください。",
                remedyEn: "Do not use this file."
            )
        case .cmsNotDER:
            Words(
                ja: "署名データがDER符号化ではありません。",
                en: "The CMS structure is not DER.",
                remedyJa: "",
                remedyEn: ""
            )
        case .signerInfoCount:
            Words(
                ja: "署名データの署名者がちょうど一人ではありません。",
                en: "The CMS structure does not have exactly one SignerInfo.",
                remedyJa: "このファイルは使用しないでください。",
                remedyEn: "Do not use this file."
            )
        case .contentPresent:
            Words(
                ja: "署名データの中に別の内容が入っています。",
                en: "The CMS structure encapsulates other content.",
                remedyJa: "このファイルは使用しないでください。",
                remedyEn: "Do not use this file."
            )
        case .contentTypeAttribute:
            Words(
                ja: "署名属性 content-type がないか、正しくありません。",
                en: "The content-type attribute is absent or wrong.",
                remedyJa: "署名ソフトを確認し、署名し直してもらってください。",
                remedyEn: "Check the signing software and have it signed again."
            )
        case .messageDigestAttribute:
            Words(
                ja: "署名属性 message-digest がないか、正しくありません。",
                en: "The message-digest attribute is absent or malformed.",
                remedyJa: "署名ソフトを確認し、署名し直してもらってください。",
                remedyEn: "Check the signing software and have it signed again."
            )
        case .duplicateAttribute:
            Words(
                ja: "同じ署名属性が二つあります。",
                en: "A signed attribute appears twice.",
                remedyJa: "このファイルは使用しないでください。",
                remedyEn: "Do not use this file."
            )
        case .signedAttributesRequired:
            Words(
                ja: "署名属性がありません。",
                en: "There are no signed attributes.",
                remedyJa: "署名ソフトを確認し、署名し直してもらってください。",
                remedyEn: "Check the signing software and have it signed again."
            )
        case .algorithmConfusion:
            Words(
                ja: "署名の中のアルゴリズムの記載が互いに矛盾しています。",
                en: "The algorithms named in the signature contradict each other.",
                remedyJa: "このファイルは使用しないでください。",
                remedyEn: "Do not use this file."
            )
        case .hashMismatch:
            Words(
                ja: "署名後に文書の内容が書き換えられています。",
                en: "The signed content was altered.",
                remedyJa: "このファイルは使用しないでください。",
                remedyEn: "Do not use this file."
            )
        case .signatureInvalid:
            Words(
                ja: "署名値が署名者の公開鍵と一致しません。",
                en: "The signature value does not verify with the signer's key.",
                remedyJa: "このファイルは使用しないでください。",
                remedyEn: "Do not use this file."
            )
        case .algorithmUnsupported:
            Words(
                ja: "対応していない暗号方式が使われています。",
                en: "An algorithm is used that is not supported.",
                remedyJa: "対応するソフトで検証してください。",
                remedyEn: "Validate it with software that supports the algorithm."
            )
        case .algorithmWeak:
            Words(
                ja: "使われた暗号方式は、署名の時点で安全ではありません。",
                en: "An algorithm was no longer acceptable when it was used.",
                remedyJa: "再署名を求めてください。",
                remedyEn: "Ask for a new signature."
            )
        case .algorithmWeakNoPOE:
            Words(
                ja: "暗号方式の安全期限前に存在した証拠がありません。",
                en: "There is no proof that it existed before the algorithm expired.",
                remedyJa: "原本か他の時刻証明を探してください。",
                remedyEn: "Look for the original or another proof of time."
            )
        case .signingCertificateMissing:
            Words(
                ja: "署名者の証明書がファイルの中にありません。",
                en: "The signing certificate is not in the file.",
                remedyJa: "送付元に確認してください。",
                remedyEn: "Ask the sender."
            )
        case .signingCertificateMismatch:
            Words(
                ja: "署名に書かれた証明書と、実際の証明書が違います。",
                en: "The certificate named in the signature is another one.",
                remedyJa: "送付元に確認してください。",
                remedyEn: "Ask the sender."
            )
        case .signingCertificateAttributeAbsent:
            Words(
                ja: "署名に、署名者証明書の指定（signing-certificate属性）がありません。",
                en: "The signature does not name its certificate (no signing-certificate attribute).",
                remedyJa: "署名者に確認し、必要なら再署名を求めてください。",
                remedyEn: "Ask the signer; ask for a new signature if needed."
            )
        default: nil
        }
    }
}
