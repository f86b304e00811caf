import Foundation

extension Premises {
    /// Files that settings name, and who may touch them.
    static let files = [missingFile, unreadableCertificate, openFile, foreignSettings]

    private static let missingFile = Examination<Premises>(
        "FILE_UNREADABLE",
        in: .everywhere,
        cause: Words(
            ja: "設定にあるファイルがないか、このプロセスには読めません: {}",
            en: "A file that the settings name is missing, or closed to this process: {}."
        ),
        remedy: Words(
            ja: "ファイルを置くか、設定の場所を直すか、実行する利用者に読み取りを許してください。",
            en: "Put the file there, correct the setting, or let the user of this process read it."
        ),
        .beforeStart { premises in
            (premises.keys + premises.secrets + premises.certificates + premises.anchors)
                .filter { !FileManager.default.isReadableFile(atPath: $0.value) }.map(\.words)
        }
    )

    private static let unreadableCertificate = Examination<Premises>(
        "CERTIFICATE_UNREADABLE",
        in: .everywhere,
        cause: Words(
            ja: "PEM 形式の証明書として読めません: {}",
            en: "There is no readable certificate in PEM: {}."
        ),
        remedy: Words(
            ja: "-----BEGIN CERTIFICATE----- で始まる証明書を置いてください（DER なら `openssl x509 -inform der` で変換）。",
            en:
                "Put certificates there that begin with -----BEGIN CERTIFICATE----- (`openssl x509 -inform der` converts)."
        ),
        .beforeStart { premises in
            (premises.certificates + premises.anchors)
                .filter {
                    FileManager.default.isReadableFile(atPath: $0.value) && CertificateFile.read($0.value) == nil
                }
                .map(\.words)
        }
    )

    private static let openFile = Examination<Premises>(
        "SECRET_FILE_OPEN",
        in: .everywhere,
        cause: Words(
            ja: "秘密鍵・PIN・トークンのファイルを、所有者以外も読み書きできます: {}",
            en: "Others than its owner may read or write a file with a private key, PIN or token: {}."
        ),
        remedy: Words(
            ja: "`chmod 600` で所有者だけに限り、漏れたおそれがあれば作り直してください。",
            en: "Keep it to its owner with `chmod 600`; make it anew if it may have been read."
        ),
        .beforeStart { premises in
            (premises.keys + premises.secrets).compactMap { named in
                guard let mode = FileMode(path: named.value), mode.isOpenToOthers else { return nil }
                return Words("\(named.setting) (\(named.value), \(mode.octal))")
            }
        }
    )

    private static let foreignSettings = Examination<Premises>(
        "SETTINGS_OPEN",
        in: .everywhere,
        cause: Words(
            ja: "設定または信頼する証明書を、所有者以外も書き換えられます: {}",
            en: "Others than its owner may change settings or trusted certificates: {}."
        ),
        remedy: Words(
            ja: "`chmod go-w` で書き込みを所有者に限り、内容を確かめてください。",
            en: "Keep writing to its owner with `chmod go-w`, and check the content."
        ),
        .beforeStart { premises in
            ([Named("settings", premises.settingsFile)] + premises.certificates + premises.anchors + premises.trustLists)
                .compactMap { named in
                    guard let mode = FileMode(path: named.value), mode.isWritableByOthers else { return nil }
                    return Words("\(named.setting) (\(named.value), \(mode.octal))")
                }
        }
    )
}
