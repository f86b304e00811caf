import Doctor
import Outbound
import SigningService

extension SettingsFile {
    /// Whether segments rest in a bucket; the disk otherwise.
    var usesBucket: Bool { objectStore?.kind == "s3" }

    /// What each value of `objectStore` has to be.
    static let objectStoreRules: [ValueRule<SettingsFile>] = [
        ValueRule("objectStore.kind", Words(ja: "disk または s3", en: "disk or s3")) {
            $0.objectStore?.kind ?? ""
        } holds: { file in
            file.objectStore.map { ["disk", "s3"].contains($0.kind) } ?? true
        },
        rule("endpoint", endpointWords, \.endpoint) { file, text in
            guard let origin = ObjectStoreSettings.origin(text) else { return false }
            return origin.scheme == "https" || file.serviceEnvironment == .test
        },
        rule("region", Words(ja: "us-east-1 のような小文字の名前", en: "a name in small letters, such as us-east-1"), \.region) {
            ObjectStoreSettings.isRegion($1)
        },
        rule("bucket", Words(ja: "3 文字以上の小文字の名前", en: "a name in small letters, at least three"), \.bucket) {
            ObjectStoreSettings.isBucket($1)
        },
        rule("accessKeyFile", keyWords, \.accessKeyFile) { !$1.isEmpty },
        rule("secretKeyFile", keyWords, \.secretKeyFile) { !$1.isEmpty },
        ValueRule("objectStore.retainDays", retentionWords) {
            $0.objectStore?.retainDays.map(String.init) ?? ""
        } holds: { file in
            guard let days = file.objectStore?.retainDays else { return true }
            return file.usesBucket && ObjectStoreSettings.retention.contains(days)
        },
        ValueRule("objectStore.trustRootsFile", onlyForBuckets) {
            $0.objectStore?.trustRootsFile ?? ""
        } holds: { file in
            file.objectStore?.trustRootsFile == nil || file.usesBucket
        },
    ]

    /// A text that a bucket needs, and that has no meaning without one.
    private static func rule(
        _ name: String,
        _ words: Words,
        _ value: @escaping @Sendable (ObjectStore) -> String?,
        _ holds: @escaping @Sendable (SettingsFile, String) -> Bool
    ) -> ValueRule<SettingsFile> {
        ValueRule("objectStore.\(name)", words) { file in
            Redaction.printable(file.objectStore.flatMap(value) ?? "")
        } holds: { file in
            guard let text = file.objectStore.flatMap(value) else { return !file.usesBucket }
            return file.usesBucket && holds(file, text)
        }
    }

    private static let endpointWords = Words(
        ja: "https:// で始まり、ホストとポートだけの URL（kind が s3 のときだけ。試験環境のループバックは http:// も可）",
        en: "a URL of https://, host and port only, for kind s3 only; http:// on loopback in the test environment"
    )
    private static let keyWords = Words(
        ja: "鍵だけを書いたファイルの名前（kind が s3 のときだけ）",
        en: "the name of a file that holds the key alone, for kind s3 only"
    )
    private static let retentionWords = Words(
        ja: "0 から \(ObjectStoreSettings.retention.upperBound)（kind が s3 のときだけ）",
        en: "0 to \(ObjectStoreSettings.retention.upperBound), for kind s3 only"
    )
    private static let onlyForBuckets = Words(ja: "kind が s3 のときだけ", en: "left out unless kind is s3")
}

extension SettingsFile.ObjectStore {
    static let members: [SettingsDocument.Member] = [
        .optional("objectStore.kind", .text), .optional("objectStore.endpoint", .text),
        .optional("objectStore.region", .text), .optional("objectStore.bucket", .text),
        .optional("objectStore.accessKeyFile", .text), .optional("objectStore.secretKeyFile", .text),
        .optional("objectStore.retainDays", .integer), .optional("objectStore.trustRootsFile", .text),
    ]
}
