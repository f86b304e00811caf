import Doctor
import Foundation
import SQLiteStorage
import SignerProtocol
import SigningService

extension ServicePatient {
    /// Every check of the service, in the order of the report.
    static let examinations: [Examination<ServicePatient>] = [
        settings, registered, common, equipment, bucket, signer, authorities, [unusableMail],
    ].flatMap { $0 }

    private static let settings: [Examination<ServicePatient>] = [
        .values(
            SettingsFile.rules + SettingsFile.objectStoreRules + SettingsFile.mailRules + SettingsFile.timestampRules
                + SettingsFile.revocationRules
        ) { $0.file },
        shortSetUpToken, missingSpool, spoolInProduction, objectStoreKeys, identityProof, trialTimestamps,
        missingTimestampPolicies,
    ]

    private static let common: [Examination<ServicePatient>] =
        (Premises.examinations + Premises.database(readFile, command: "chigiri migrate")).map { $0.of(\.premises) }

    private static let readFile: ReadDatabase = { path in
        try SQLiteStore.state(ofFileAt: path).map(DatabaseState.init)
    }

    private static let shortSetUpToken = Examination<ServicePatient>(
        "SETUP_TOKEN_SHORT",
        in: .everywhere,
        cause: Words(
            ja: "初期設定トークンが 20 文字より短いです: {}",
            en: "The set-up token has fewer than 20 characters: {}."
        ),
        remedy: Words(
            ja: "`openssl rand -hex 32` などで作り直してください。初期設定が済んだらファイルを消します。",
            en: "Make it anew, such as with `openssl rand -hex 32`; remove the file once set-up is done."
        ),
        .beforeStart { patient in
            guard let path = patient.setUpTokenFile, let token = SetUpToken(path: path), token.digest == nil else {
                return []
            }
            return [Words(path)]
        }
    )

    private static let missingSpool = Examination<ServicePatient>(
        "SPOOL_MISSING",
        in: .everywhere,
        cause: Words(ja: "メールを置くフォルダーがありません: {}", en: "The folder for outgoing mail is missing: {}."),
        remedy: Words(
            ja: "フォルダーを作るか、設定 mail.folder を直してください。",
            en: "Make the folder, or correct the setting mail.folder."
        ),
        .beforeStart { patient in
            guard case .spool(let folder) = patient.mail else { return [] }
            let path = folder.path(percentEncoded: false)
            return FileManager.default.fileExists(atPath: path) ? [] : [Words(path)]
        }
    )

    /// Nothing of ours takes mail out of a spool, and whoever reads it can open every contract.
    private static let spoolInProduction = Examination<ServicePatient>(
        "MAIL_SPOOL",
        in: .production,
        cause: Words(
            ja: "本番環境のメールが、送信されずにフォルダーに置かれる設定です: {}",
            en: "PRODUCTION would keep its mail in a folder instead of sending it: {}."
        ),
        remedy: Words(
            ja: "mail.kind を smtp にして、メールサーバーを設定してください。",
            en: "Set mail.kind to smtp, and name the mail server."
        ),
        .beforeStart { patient in patient.file.mail.kind == "spool" ? [Words("mail.kind = spool")] : [] }
    )

    /// 当事者型 means that a person's key is bound to who she is; without proof it would only look so.
    private static let identityProof = Examination<ServicePatient>(
        "IDENTITY_PROOF_MISSING",
        in: .production,
        cause: Words(
            ja: "当事者型（{}）を提供する設定ですが、承認済みの本人確認がありません。この版には本人確認の仕組みがまだありません。",
            en: "当事者型 ({}) is offered without an accepted identity proof; this release brings none yet."
        ),
        remedy: Words(
            ja: "本人確認を備えるまで、signerKinds を [\"witness\"]（立会人型だけ）にしてください。",
            en: "Until there is one, set signerKinds to [\"witness\"], which offers 立会人型 only."
        ),
        .beforeStart { patient in
            patient.file.offeredKinds?.contains(.party) == true ? [Words("signerKinds: party")] : []
        }
    )

    private static let trialTimestamps = Examination<ServicePatient>(
        "TRIAL_TIMESTAMPS",
        in: .production,
        cause: Words(
            ja: "本番環境が試験用の時刻認証局のポリシーを受け入れています: {}",
            en: "PRODUCTION accepts timestamps under a policy of the trial's authority: {}."
        ),
        remedy: Words(
            ja: "契約した時刻認証局（認定タイムスタンプ）のポリシー OID に書き換えてください。",
            en: "Name the policy OIDs of the time-stamping authority that you have a contract with."
        ),
        .beforeStart { patient in
            patient.file.timestampEntries.flatMap(patient.file.policies)
                .filter(Premises.isTrialPolicy).map { Words("tsa.policies \($0)") }
        }
    )

    private static let missingTimestampPolicies = Examination<ServicePatient>(
        "TIMESTAMP_POLICIES_MISSING",
        in: .production,
        cause: Words(
            ja: "受け入れるタイムスタンプのポリシー（{}）が決められていません。",
            en: "It is not said which timestamp policies are accepted ({})."
        ),
        remedy: Words(
            ja: "時刻認証局の運用規程にあるポリシー OID を書き加えてください。",
            en: "Add the policy OIDs from the practice statement of the time-stamping authority."
        ),
        .beforeStart { patient in
            patient.file.timestampEntries.contains { patient.file.policies(of: $0).isEmpty }
                ? [Words("tsa.policies")] : []
        }
    )
}

/// The one-time token that opens set-up.
struct SetUpToken {
    private let text: String

    /// Nil when the file cannot be read.
    init?(path: String) {
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { return nil }
        text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Nil when the token is too short to be one.
    var digest: TokenDigest? { text.utf8.count >= 20 ? TokenDigest(of: text) : nil }
}
