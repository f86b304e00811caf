/// Words about timestamps.
extension Check {
    var timeWords: Words {
        switch self {
        case .timestampMalformed:
            Words(
                ja: "タイムスタンプの構造が正しくありません。",
                en: "A timestamp is malformed.",
                remedyJa: "タイムスタンプ局を確認し、必要ならタイムスタンプを取り直してください。",
                remedyEn: "Check the timestamping authority; obtain a new timestamp if needed."
            )
        case .timestampImprint:
            Words(
                ja: "タイムスタンプが別のデータのものか、データが書き換えられています。",
                en: "A timestamp is for other data, or the data was altered.",
                remedyJa: "このファイルは使用しないでください。",
                remedyEn: "Do not use this file."
            )
        case .timestampSignature:
            Words(
                ja: "タイムスタンプの署名値が正しくありません。",
                en: "A timestamp's signature does not verify.",
                remedyJa: "タイムスタンプ局を確認し、必要ならタイムスタンプを取り直してください。",
                remedyEn: "Check the timestamping authority; obtain a new timestamp if needed."
            )
        case .timestampCertificate:
            Words(
                ja: "タイムスタンプ局の証明書を特定できません。",
                en: "The timestamping authority's certificate is not identified.",
                remedyJa: "タイムスタンプ局を確認し、必要ならタイムスタンプを取り直してください。",
                remedyEn: "Check the timestamping authority; obtain a new timestamp if needed."
            )
        case .timestampKeyUsage:
            Words(
                ja: "タイムスタンプ局の証明書がタイムスタンプ専用ではありません。",
                en: "The timestamping certificate is not for timestamping only.",
                remedyJa: "タイムスタンプ局を確認し、必要ならタイムスタンプを取り直してください。",
                remedyEn: "Check the timestamping authority; obtain a new timestamp if needed."
            )
        case .timestampInFuture:
            Words(
                ja: "タイムスタンプの時刻が検証時刻より後です。",
                en: "A timestamp is later than the time of validation.",
                remedyJa: "時計を確認してください。",
                remedyEn: "Check the clock."
            )
        case .timestampOrder:
            Words(
                ja: "タイムスタンプの時刻の順序が矛盾しています。",
                en: "Timestamps are out of order.",
                remedyJa: "専門家に確認してください。",
                remedyEn: "Ask an expert."
            )
        default:
            Words(
                ja: "信頼できないタイムスタンプがあり、時刻の証拠に使えません。",
                en: "A timestamp could not be trusted and proves no time.",
                remedyJa: "タイムスタンプ局を確認し、必要ならタイムスタンプを取り直してください。",
                remedyEn: "Check the timestamping authority; obtain a new timestamp if needed."
            )
        }
    }
}
