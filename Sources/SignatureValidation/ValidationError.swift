/// Why no judgement was possible.
///
/// A failed signature is a finding in the report, never an error.
package enum ValidationError: Error, Equatable {
    /// The file is not a PDF that can be read; the payload is the reader's reason.
    case unreadable(String)
    /// The file holds no signature and no document timestamp.
    case unsigned
    /// The file is not a container (ASiC) that can be read.
    case containerUnreadable(String)
    /// The file is not an evidence record that can be read.
    case evidenceUnreadable(String)
    /// A bound of the reader was reached before a judgement was possible.
    case limitReached(String)
}

extension ValidationError {
    /// The stable code of the error, as reported to the caller.
    package var code: String {
        switch self {
        case .unreadable, .containerUnreadable, .evidenceUnreadable: "UNREADABLE"
        case .unsigned: "UNSIGNED"
        case .limitReached: "LIMIT_REACHED"
        }
    }

    package var words: Words {
        switch self {
        case .unreadable(let reason):
            Words(
                ja: "PDFとして読み取れません（\(reason)）。",
                en: "The file cannot be read as a PDF (\(reason)).",
                remedyJa: "ファイルが壊れていないか確かめ、元のファイルを入手し直してください。",
                remedyEn: "Check that the file is not damaged, and obtain the original again."
            )
        case .unsigned:
            Words(
                ja: "電子署名もタイムスタンプもありません。",
                en: "The file holds no signature and no timestamp.",
                remedyJa: "署名済みのファイルを選んでください。",
                remedyEn: "Choose the signed file."
            )
        case .containerUnreadable(let reason):
            Words(
                ja: "署名コンテナ（ASiC）として読み取れません（\(reason)）。",
                en: "The file cannot be read as a signature container, ASiC (\(reason)).",
                remedyJa: "ファイルが壊れていないか確かめ、元のファイルを入手し直してください。",
                remedyEn: "Check that the file is not damaged, and obtain the original again."
            )
        case .evidenceUnreadable(let reason):
            Words(
                ja: "エビデンスレコードとして読み取れません（\(reason)）。",
                en: "The file cannot be read as an evidence record (\(reason)).",
                remedyJa: "RFC 4998 のエビデンスレコードと、その対象のファイルを指定してください。",
                remedyEn: "Name an evidence record of RFC 4998 and the files that it is about."
            )
        case .limitReached(let reason):
            Words(
                ja: "検証できる大きさや複雑さの上限を超えています（\(reason)）。",
                en: "The file is larger or more complex than can be judged (\(reason)).",
                remedyJa: "作成者に通常の構造のファイルを求めてください。",
                remedyEn: "Ask its maker for a file of ordinary structure."
            )
        }
    }
}
