/// Words about detached signatures and containers.
extension Check {
    var detachedWords: Words? {
        switch self {
        case .signingTimeAbsent:
            Words(
                ja: "署名に署名時刻がなく、CAdESベースラインではありません。",
                en: "The signature states no signing time and is not at the CAdES baseline.",
                remedyJa: "署名時刻は、タイムスタンプで確認してください。",
                remedyEn: "Go by the timestamp for the time of signing."
            )
        case .dataObjectMissing:
            Words(
                ja: "署名の対象のファイルがコンテナにありません。",
                en: "A file that was signed is not in the container.",
                remedyJa: "すべてのファイルを含むコンテナを入手し直してください。",
                remedyEn: "Obtain the container with all its files again."
            )
        case .dataObjectUnsigned:
            Words(
                ja: "コンテナに、どの署名の対象でもないファイルがあります。",
                en: "The container holds a file that no signature covers.",
                remedyJa: "そのファイルは、署名されたものとして扱わないでください。",
                remedyEn: "Do not take that file for signed."
            )
        default: nil
        }
    }
}
