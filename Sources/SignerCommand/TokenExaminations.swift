import Doctor
import Foundation
import PKCS11

extension SignerPatient {
    /// What settings alone say of the token.
    static let tokenSettings: [Examination<SignerPatient>] = [softHSM]

    private static let softHSM = Examination<SignerPatient>(
        "SOFTHSM",
        in: .production,
        cause: Words(
            ja: "本番環境の鍵が SoftHSM（ソフトウェア）に置かれます: {}",
            en: "Keys of PRODUCTION would lie in SoftHSM, which is software: {}."
        ),
        remedy: Words(
            ja: "認証を受けた HSM の PKCS#11 モジュールを pkcs11.module に指定し、pkcs11.softHSMConfig を消してください。",
            en: "Name the PKCS#11 module of a certified HSM in pkcs11.module, and remove pkcs11.softHSMConfig."
        ),
        .beforeStart { patient in
            let token = patient.loaded.settings.pkcs11
            let module = URL(filePath: patient.loaded.modulePath).resolvingSymlinksInPath().lastPathComponent
            let isSoft = [token.module.lowercased(), module.lowercased()].contains { $0.contains("softhsm") }
            return (isSoft ? [Words("pkcs11.module (\(token.module))")] : [])
                + (token.softHSMConfig.map { [Words("pkcs11.softHSMConfig (\($0))")] } ?? [])
        }
    )

    /// What the token says itself.
    ///
    /// Nobody logs in: a wrong PIN counts, and three of them close a token.
    static let token: [Examination<SignerPatient>] = [unusableToken, missingToken, softToken, openTokenFolder]

    private static let unusableToken = Examination<SignerPatient>(
        "TOKEN_UNUSABLE",
        in: .everywhere,
        cause: Words(ja: "HSM を使えません: {}", en: "The HSM cannot be used: {}."),
        remedy: Words(
            ja: "pkcs11.module の場所と、モジュールの設定・接続を確かめてください。",
            en: "Check the path in pkcs11.module, and the module's own configuration and connection."
        ),
        .here { patient in
            do throws(PKCS11Error) {
                _ = try patient.openModule().hasToken(patient.loaded.settings.pkcs11.tokenLabel)
                return .found([])
            } catch {
                return .found([Words("pkcs11.module (\(patient.loaded.settings.pkcs11.module)): \(error)")])
            }
        }
    )

    private static let missingToken = Examination<SignerPatient>(
        "TOKEN_MISSING",
        in: .production,
        cause: Words(ja: "トークンがありません: {}", en: "The token is not there: {}."),
        remedy: Words(
            ja: "本番環境のトークンは鍵の式典で作ります。pkcs11.tokenLabel の綴りも確かめてください。",
            en: "A token of PRODUCTION is made in a key ceremony; check the spelling of pkcs11.tokenLabel too."
        ),
        .here { patient in
            let label = patient.loaded.settings.pkcs11.tokenLabel
            guard let isThere = try? patient.openModule().hasToken(label) else { return .notChecked(withoutModule) }
            return .found(isThere ? [] : [Words("pkcs11.tokenLabel (\(label))")])
        }
    )

    private static let softToken = Examination<SignerPatient>(
        "SOFTHSM_TOKEN",
        in: .production,
        cause: Words(
            ja: "本番環境のトークンが SoftHSM のものです: {}",
            en: "The token of PRODUCTION is SoftHSM's: {}."
        ),
        remedy: Words(
            ja: "認証を受けた HSM のトークンに替えてください。鍵は移さず、式典で作り直します。",
            en: "Use a token of a certified HSM; its keys are made in a ceremony, not moved."
        ),
        .here { patient in
            let label = patient.loaded.settings.pkcs11.tokenLabel
            guard let module = try? patient.openModule() else { return .notChecked(withoutModule) }
            guard let said = try? module.information(ofToken: label) else { return .notChecked(withoutToken) }
            return .found(said.isSoftHSM ? [Words("\(label) (\(said.maker))")] : [])
        }
    )

    private static let openTokenFolder = Examination<SignerPatient>(
        "TOKEN_FOLDER_OPEN",
        in: .everywhere,
        cause: Words(
            ja: "SoftHSM の鍵のフォルダーを、所有者以外も開けます: {}",
            en: "Others than its owner may open the folder with SoftHSM's keys: {}."
        ),
        remedy: Words(ja: "`chmod 700` で所有者だけに限ってください。", en: "Keep it to its owner with `chmod 700`."),
        .here { patient in
            guard let folder = patient.softHSMFolder, FileMode(path: folder)?.isOpenToOthers == true else {
                return .found([])
            }
            return .found([Words(folder)])
        }
    )

    private static let withoutToken = Words(ja: "トークンがない", en: "the token is not there")
    private static let withoutModule = Words(ja: "HSM を使えない", en: "the HSM cannot be used")

    private func openModule() throws(PKCS11Error) -> Module {
        if let configuration = loaded.settings.pkcs11.softHSMConfig {
            // SoftHSM reads it when it is loaded.
            setenv("SOFTHSM2_CONF", loaded.path(configuration), 1)
        }
        return try Module(path: loaded.modulePath)
    }

    /// - SeeAlso: softhsm2.conf(5), directories.tokendir
    private var softHSMFolder: String? {
        guard let name = loaded.settings.pkcs11.softHSMConfig, let text = try? loaded.text(name) else { return nil }
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if parts.count == 2, parts[0] == "directories.tokendir" { return parts[1] }
        }
        return nil
    }
}
