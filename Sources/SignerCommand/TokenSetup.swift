import Foundation
import Glibc
import PKCS11
import SigningKeys

/// Opens the token, and makes one on the first start of a trial: only while the signer's records are empty.
///
/// SoftHSM does not see a token whose file another process writes at that moment; a second one of the same name would be
/// in the way of the first for ever.
struct TokenSetup {
    let loaded: LoadedSettings
    let environment: SignerPolicy.Environment
    let recordsAreEmpty: Bool
    let say: @Sendable (String) -> Void

    private var token: SignerSettings.Token { loaded.settings.pkcs11 }

    /// - Throws: `StartError`.
    func open() throws -> SessionPool {
        if let configuration = token.softHSMConfig {
            // SoftHSM reads it when it is loaded.
            setenv("SOFTHSM2_CONF", loaded.path(configuration), 1)
        }
        let pin = PIN(try loaded.text(token.pinFile))
        let module = try onToken { () throws(PKCS11Error) in try Module(path: loaded.modulePath) }
        if try !onToken({ () throws(PKCS11Error) in try module.hasToken(token.tokenLabel) }) {
            try makeToken(module, pin)
        }
        let said = try onToken { () throws(PKCS11Error) in try module.information(ofToken: token.tokenLabel) }
        if environment == .production, said.isSoftHSM { throw StartError.softHSMInProduction }
        say("token \(token.tokenLabel), \(said.maker)\(environment == .test ? ", 試験環境 / TEST ENVIRONMENT" : "")")
        let threads = 2 * ProcessInfo.processInfo.activeProcessorCount
        return try onToken { () throws(PKCS11Error) in
            try SessionPool(module: module, tokenLabel: token.tokenLabel, pin: pin, threads: threads)
        }
    }

    private func makeToken(_ module: Module, _ pin: PIN) throws {
        guard environment == .test, recordsAreEmpty else { throw StartError.tokenMissing(label: token.tokenLabel) }
        say("making the test token \(token.tokenLabel)")
        // Nobody needs the security officer of a trial again, so nobody keeps her PIN.
        let officer = PIN((0..<3).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined())
        try onToken { () throws(PKCS11Error) in
            try module.makeToken(label: token.tokenLabel, securityOfficer: officer, user: pin)
        }
    }

    private func onToken<Value>(_ body: () throws(PKCS11Error) -> Value) throws -> Value {
        do throws(PKCS11Error) {
            return try body()
        } catch {
            throw StartError.module(error)
        }
    }
}
