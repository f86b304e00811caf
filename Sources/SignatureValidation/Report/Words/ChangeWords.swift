/// Words about what happened to the file after signing.
extension Check {
    var changeWords: Words? {
        switch self {
        case .changedAfterSigning:
            Words(
                ja: "署名後に許可されない変更があります。",
                en: "There is a change after signing that is not allowed.",
                remedyJa: "変更前の版を入手し、当事者に確認してください。",
                remedyEn: "Obtain the version before the change and ask the parties."
            )
        case .formChangedAfterSigning:
            Words(
                ja: "署名後にフォームの入力が変わっています。",
                en: "A form was filled in after signing.",
                remedyJa: "変更前の版を入手し、当事者に確認してください。",
                remedyEn: "Obtain the version before the change and ask the parties."
            )
        case .fieldAddedAfterSigning:
            Words(
                ja: "署名後に新しい署名欄が加えられています。",
                en: "A signature field was added after signing.",
                remedyJa: "変更前の版を入手し、当事者に確認してください。",
                remedyEn: "Obtain the version before the change and ask the parties."
            )
        case .fieldNotPredeclared:
            Words(
                ja: "署名時に予定されていなかった欄が、署名後に加えられています。",
                en: "A field was added after signing that was not foreseen when the document was signed.",
                remedyJa: "変更前の版を入手し、当事者に確認してください。",
                remedyEn: "Obtain the version before the change and ask the parties."
            )
        case .annotationAddedAfterSigning:
            Words(
                ja: "署名後に注釈が加えられています。注釈は内容を覆い隠すことがあります。",
                en: "An annotation was added after signing. It may cover what was signed.",
                remedyJa: "変更前の版を入手し、当事者に確認してください。",
                remedyEn: "Obtain the version before the change and ask the parties."
            )
        case .permissionsViolated:
            Words(
                ja: "署名者が許可していない変更があります。",
                en: "There is a change that the signer did not permit.",
                remedyJa: "変更前の版を入手し、当事者に確認してください。",
                remedyEn: "Obtain the version before the change and ask the parties."
            )
        case .permissionsMalformed:
            Words(
                ja: "変更許可（DocMDP）の記載が正しくありません。",
                en: "The permissions of the signer (DocMDP) are malformed.",
                remedyJa: "このファイルは使用しないでください。",
                remedyEn: "Do not use this file."
            )
        case .changesNotJudged:
            Words(
                ja: "署名後の変更を判定できません。",
                en: "The changes after signing could not be judged.",
                remedyJa: "変更前の版を入手し、当事者に確認してください。",
                remedyEn: "Obtain the version before the change and ask the parties."
            )
        case .hybridDisputed:
            Words(
                ja: "参照表が二通りあり、閲覧ソフトの世代によって表示される内容が変わり得ます。",
                en: "The file has two cross-references, so what it shows may depend on the age of the viewer.",
                remedyJa: "作成者に通常の構造のファイルを求めてください。",
                remedyEn: "Ask its maker for a file of ordinary structure."
            )
        case .trailingBytes:
            Words(
                ja: "ファイルの終わりの後ろに余分なデータがあります。",
                en: "Bytes follow the end of the file.",
                remedyJa: "変更前の版を入手し、当事者に確認してください。",
                remedyEn: "Obtain the version before the change and ask the parties."
            )
        case .bytesBetweenRevisions:
            Words(
                ja: "署名後に、どの版にも属さないデータが加えられています。",
                en: "Bytes that belong to no revision were added after signing.",
                remedyJa: "変更前の版を入手し、当事者に確認してください。",
                remedyEn: "Obtain the version before the change and ask the parties."
            )
        case .signatureReused:
            Words(
                ja: "一つの署名が複数の署名欄で使われています。",
                en: "One signature is used by more than one field.",
                remedyJa: "このファイルは使用しないでください。",
                remedyEn: "Do not use this file."
            )
        case .fieldNameDuplicate:
            Words(
                ja: "同じ名前の署名欄が二つあります。",
                en: "Two signature fields have the same name.",
                remedyJa: "このファイルは使用しないでください。",
                remedyEn: "Do not use this file."
            )
        case .orphanSignature:
            Words(
                ja: "どの署名欄にも属さない署名があります。",
                en: "There is a signature that no signature field holds.",
                remedyJa: "変更前の版を入手し、当事者に確認してください。",
                remedyEn: "Obtain the version before the change and ask the parties."
            )
        case .polyglot:
            Words(
                ja: "ファイルの先頭がPDFではありません。",
                en: "The file does not begin as a PDF.",
                remedyJa: "作成者に確認してください。",
                remedyEn: "Ask its maker."
            )
        default: nil
        }
    }
}
