package import SignatureValidation

/// Why nothing was judged.
package enum VerificationRefusal: Error, Equatable {
    case notJudged(ValidationError)
    case fileUnreadable(String)
    case anchorsUnreadable(String)
    /// A list of anchors, and the place in it that is not what it has to be.
    case anchorListRefused(String, place: String)
    /// A signature or record whose file lies beside it, and none was named.
    case contentNeeded
    /// Files were named for one that holds everything itself.
    case contentNotAsked
}

extension VerificationRefusal: Encodable {
    private enum Key: String, CodingKey {
        case code, ja, en
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(code, forKey: .code)
        try container.encode(japanese, forKey: .ja)
        try container.encode(english, forKey: .en)
    }

    package var code: String {
        switch self {
        case .notJudged(let error): error.code
        case .fileUnreadable: "UNREADABLE"
        case .anchorsUnreadable: "TRUST_UNREADABLE"
        case .anchorListRefused: "ANCHOR_LIST_UNREADABLE"
        case .contentNeeded: "CONTENT_NEEDED"
        case .contentNotAsked: "CONTENT_NOT_ASKED"
        }
    }

    package var japanese: String {
        switch self {
        case .notJudged(let error): error.words.japanese()
        case .fileUnreadable(let path): "ファイルを開けません（\(path)）。名前と読み取り権限を確かめてください。"
        case .anchorsUnreadable(let path):
            "信頼する証明書のファイルを読み取れません（\(path)）。PEM 形式の証明書を指定してください。"
        case .anchorListRefused(let path, let place):
            "トラストアンカーの一覧を読み取れません（\(path)、\(place)）。docs/verification.ja.md の書式に合わせてください。"
        case .contentNeeded:
            "署名またはエビデンスレコードの対象が別のファイルです。--content で対象のファイルを指定してください。"
        case .contentNotAsked:
            "このファイルは対象を含んでいるため --content は使えません。--content を外してください。"
        }
    }

    package var english: String {
        switch self {
        case .notJudged(let error): error.words.english()
        case .fileUnreadable(let path): "The file cannot be opened (\(path)). Check its name and permissions."
        case .anchorsUnreadable(let path):
            "A file of trust anchors cannot be read (\(path)). Name certificates in PEM."
        case .anchorListRefused(let path, let place):
            "The list of trust anchors cannot be read (\(path), \(place)). Write it as docs/verification.md says."
        case .contentNeeded:
            "What the signature or evidence record is about lies in a file of its own. Name it with --content."
        case .contentNotAsked:
            "This file holds what it is about. Leave --content out."
        }
    }
}
