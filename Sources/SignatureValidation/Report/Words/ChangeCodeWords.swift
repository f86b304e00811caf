package import PDF

extension ChangeCode {
    /// What a reader is told about a change.
    ///
    /// - SeeAlso: VAL-1, VAL-10
    package var words: Words {
        let (ja, en) = text
        return Words(
            ja: ja,
            en: en,
            remedyJa: isAllowed ? "" : "変更前の版を入手し、当事者に確認してください。",
            remedyEn: isAllowed ? "" : "Obtain the version before the change and ask the parties."
        )
    }

    private var text: (ja: String, en: String) {
        switch self {
        case .signatureAdded: ("署名が加えられました。", "A signature was added.")
        case .documentTimestampAdded: ("タイムスタンプが加えられました。", "A document timestamp was added.")
        case .validationDataAdded: ("検証情報が加えられました。", "Validation data were added.")
        case .signatureFieldAdded: ("後から署名する人の署名欄が加えられました。", "A field was added for a further signer.")
        case .fieldFilledBySigner:
            ("署名者が自分の欄に書き、署名で固定しました。", "A signer filled in a field and locked it with the signature.")
        case .metadataUpdated: ("文書の属性情報（XMP・Info）が更新されました。", "The document's metadata (XMP, Info) were updated.")
        case .objectFreed: ("文書の一部が取り除かれています。", "A part of the document was removed.")
        case .objectOverridden: ("文書の一部が置き換えられています。", "A part of the document was replaced.")
        case .unexplainedObject: ("役割の分からないデータが加えられています。", "Data were added that nothing accounts for.")
        case .rootChanged: ("文書全体の構成が差し替えられています。", "The root of the document was changed.")
        case .pageChanged: ("ページが変更されています。", "A page was changed.")
        case .formChanged: ("フォームの構成が変更されています。", "The form was changed.")
        case .validationDataOverridden: ("検証情報が書き換えられています。", "Validation data were overwritten.")
        case .signatureChanged: ("署名が書き換えられています。", "A signature was changed.")
        case .signatureObjectReused:
            ("一つの署名が複数の署名欄で使われています。", "One signature is used by more than one field.")
        case .fieldNameDuplicate: ("同じ名前の署名欄が二つあります。", "Two fields have the same name.")
        case .fieldNotPredeclared:
            ("署名時に予定されていなかった欄が加えられています。", "A field was added that was not foreseen when the document was signed.")
        case .fieldAdded: ("新しい署名欄が加えられています。", "A field was added.")
        case .annotationAdded: ("注釈が加えられています。", "An annotation was added.")
        case .metadataUnsafe:
            (
                "文書の属性情報（XMP・Info）が安全でない内容に変わっています。",
                "The document's metadata (XMP, Info) were replaced by something unsafe."
            )
        case .mdpViolation: ("署名者が許可していない変更です。", "The signer did not permit this change.")
        case .mdpMalformed: ("変更許可（DocMDP）の記載が正しくありません。", "The permissions of the signer are malformed.")
        case .unreadableRevision: ("この版は読み取れません。", "The revision cannot be read.")
        case .formFilled: ("フォームの入力が変わっています。", "A form was filled in.")
        }
    }

    /// What the change means for an earlier signature.
    var check: Check {
        switch self {
        case .mdpViolation: .permissionsViolated
        case .mdpMalformed: .permissionsMalformed
        case .signatureObjectReused: .signatureReused
        case .fieldNameDuplicate: .fieldNameDuplicate
        case .formFilled: .formChangedAfterSigning
        case .fieldNotPredeclared: .fieldNotPredeclared
        case .fieldAdded: .fieldAddedAfterSigning
        case .annotationAdded: .annotationAddedAfterSigning
        case .unreadableRevision: .changesNotJudged
        default: .changedAfterSigning
        }
    }
}

extension Change {
    /// The change as a finding about the signatures before it.
    var finding: Finding {
        let place = object.map { ", object \($0)" } ?? ""
        return Finding(code.check, "\(code.rawValue), revision \(revision)\(place)")
    }

    var report: ChangeReport {
        let detail = object.map { "object \($0)" }
        return ChangeReport(
            revision: revision,
            page: page,
            kind: kind.rawValue,
            code: code.rawValue,
            ja: code.words.japanese(detail: detail),
            en: code.words.english(detail: detail)
        )
    }
}
