import Doctor
import Foundation
import Logging
import Outbound
import SigningService

extension ServicePatient {
    /// Where documents rest, if not on this machine.
    static let bucket: [Examination<ServicePatient>] = [unusableBucket, foreignBucket, missingLocks, unusedLocks]

    static let objectStoreKeys = Examination<ServicePatient>(
        "OBJECT_STORE_KEYS",
        in: .everywhere,
        cause: Words(
            ja: "オブジェクトストレージの鍵のファイルの中身が鍵の形ではありません: {}",
            en: "A file for a key of the object store does not hold a key: {}."
        ),
        remedy: Words(
            ja: "それぞれのファイルに、空白のない鍵を 1 つだけ書いてください。",
            en: "Write one key into each file, without spaces and with nothing else."
        ),
        .beforeStart { patient in
            patient.bucketSecrets
                .filter { secret in
                    guard let text = patient.text(of: secret.value) else { return false }
                    return AccessKeys(id: text, secret: text) == nil
                }
                .map { Words("\($0.setting) (\($0.value))") }
        }
    )

    private static let unusableBucket = Examination<ServicePatient>(
        "BUCKET_UNUSABLE",
        in: .everywhere,
        cause: Words(ja: "文書を置くバケットを使えません: {}", en: "The bucket for documents cannot be used: {}."),
        remedy: Words(
            ja: "objectStore の場所・名前・鍵と、オブジェクトストレージが動いていることを確かめてください。",
            en: "Check place, names and keys in objectStore, and that the object store runs."
        ),
        .overNetwork { patient in
            guard let store = patient.objectStore else { return patient.withoutBucket }
            do {
                _ = try await store.state()
                return .found([])
            } catch ServiceError.waiting {
                return .found([Words(ja: "\(store.place): 応答しない", en: "\(store.place): it does not answer")])
            } catch {
                return .found([Words("\(store.place): \((error as? BucketRefusal)?.reason ?? "\(error)")")])
            }
        }
    )

    private static let foreignBucket = Examination<ServicePatient>(
        "BUCKET_ENVIRONMENT",
        in: .everywhere,
        cause: Words(ja: "バケットが別の環境のものです: {}", en: "The bucket belongs to the other environment: {}."),
        remedy: Words(
            ja: "試験環境と本番環境の文書は混ぜられません。environment か objectStore.bucket を直してください。",
            en: "Documents of test and production are never mixed; correct environment or objectStore.bucket."
        ),
        .overNetwork { patient in
            await patient.look { store, state in
                guard let stamp = state.stamp, stamp != patient.environment else { return nil }
                return "\(store.place) = \(stamp), environment = \(patient.environment)"
            }
        }
    )

    private static let missingLocks = Examination<ServicePatient>(
        "BUCKET_WITHOUT_LOCKS",
        in: .everywhere,
        cause: Words(
            ja: "objectStore.retainDays がありますが、バケットに Object Lock がありません: {}",
            en: "objectStore.retainDays is set, but the bucket has no Object Lock: {}."
        ),
        remedy: Words(
            ja: "Object Lock を付けて作ったバケットを使うか、retainDays を 0 にしてください。",
            en: "Use a bucket that was made with Object Lock, or set retainDays to 0."
        ),
        .overNetwork { patient in
            await patient.look { store, state in store.retainDays > 0 && !state.keepsLocks ? store.place : nil }
        }
    )

    /// A bucket with locks was made for a reason; 0 says that it was another.
    private static let unusedLocks = Examination<ServicePatient>(
        "BUCKET_LOCKS_UNUSED",
        in: .production,
        cause: Words(
            ja: "バケットに Object Lock がありますが、文書はロックされません: {}",
            en: "The bucket has Object Lock, but no document is locked: {}."
        ),
        remedy: Words(
            ja: "保管する日数を objectStore.retainDays に書いてください（コンプライアンスモード）。ロックしないなら 0 と書きます。",
            en: "Set objectStore.retainDays to the days of custody (compliance mode), or to 0 if none are meant."
        ),
        .overNetwork { patient in
            await patient.look { store, state in
                state.keepsLocks && patient.file.objectStore?.retainDays == nil ? store.place : nil
            }
        }
    )

    private func look(_ find: (ObjectStoreSettings, BucketState) -> String?) async -> Outcome {
        guard let store = objectStore else { return withoutBucket }
        guard let state = try? await store.state() else {
            return .notChecked(Words(ja: "バケットを使えない", en: "the bucket cannot be used"))
        }
        return .found(find(store, state).map { [Words($0)] } ?? [])
    }

    private var withoutBucket: Outcome {
        file.usesBucket ? .notChecked(Words(ja: "設定の値が使えない", en: "the setting cannot be used")) : .found([])
    }
}

extension ServicePatient {
    /// Nil for the disk, or when a file or a value is not what it has to be.
    var objectStore: ObjectStoreSettings? {
        guard file.usesBucket, let store = file.objectStore,
            let id = store.accessKeyFile.map(path).flatMap(text),
            let secret = store.secretKeyFile.map(path).flatMap(text),
            let keys = AccessKeys(id: id, secret: secret)
        else { return nil }
        return ObjectStoreSettings(
            endpoint: store.endpoint ?? "",
            region: store.region ?? "",
            bucket: store.bucket ?? "",
            keys: keys,
            retainDays: store.retainDays ?? 0,
            trustRoots: store.trustRootsFile.map(path)
        )
    }

    /// Files with one secret each that the settings of the object store name.
    var bucketSecrets: [Premises.Named] {
        guard file.usesBucket, let store = file.objectStore else { return [] }
        return [("accessKeyFile", store.accessKeyFile), ("secretKeyFile", store.secretKeyFile)]
            .compactMap { name, value in value.map { named("objectStore.\(name)", $0) } }
    }

    /// Files that a connection to the bucket needs.
    var bucketFiles: [String] { bucketSecrets.map(\.value) + (objectStore?.trustRoots.map { [$0] } ?? []) }

    /// Nil when the file cannot be read.
    private func text(of path: String) -> String? {
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { return nil }
        return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

extension ObjectStoreSettings {
    fileprivate func state() async throws -> BucketState {
        let silence = Logger(label: "doctor") { _ in SwiftLogNoOpLogHandler() }
        return try await S3DocumentStore.state(of: self, now: { Date() }, log: silence)
    }
}
