import Doctor
import Outbound
import SigningService

extension SettingsFile {
    /// How long an answer about revocation is used again at most.
    var revocationUse: Duration? {
        guard let seconds = revocation?.longestUseInSeconds else { return .seconds(300) }
        return (0...3_600).contains(seconds) ? .seconds(seconds) : nil
    }

    /// Largest CRL, in bytes.
    var revocationListLimit: Int? {
        guard let bytes = revocation?.listLimitInBytes else { return RevocationClient.standardListLimit }
        return (100_000...100_000_000).contains(bytes) ? bytes : nil
    }

    /// REV-9.
    var revocationGrace: Duration? {
        guard let hours = revocation?.graceInHours else { return ServiceSettings.standardRevocationGrace }
        return (1...720).contains(hours) ? .seconds(hours * 3_600) : nil
    }

    /// What the members of `revocation` have to be.
    static let revocationRules: [ValueRule<SettingsFile>] = [
        ValueRule("revocation.longestUseInSeconds", Words(ja: "0 から 3600", en: "0 to 3600")) {
            $0.revocation?.longestUseInSeconds.map(String.init) ?? ""
        } holds: {
            $0.revocationUse != nil
        },
        ValueRule("revocation.listLimitInBytes", Words(ja: "100000 から 100000000", en: "100000 to 100000000")) {
            $0.revocation?.listLimitInBytes.map(String.init) ?? ""
        } holds: {
            $0.revocationListLimit != nil
        },
        ValueRule("revocation.graceInHours", Words(ja: "1 から 720", en: "1 to 720")) {
            $0.revocation?.graceInHours.map(String.init) ?? ""
        } holds: {
            $0.revocationGrace != nil
        },
    ]
}
