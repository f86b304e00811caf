import CMS
import Foundation

/// Refuses, in a production configuration, everything that a trial is made of.
struct ProductionCheck {
    let file: SettingsFile
    let anchors: [Certificate]
    let crashAt: String?

    /// - Throws: `ServerError.trialInProduction` with the first thing found.
    func run() throws(ServerError) {
        if let crashAt { throw .trialInProduction("CHIGIRI_CRASH_AT=\(crashAt)") }
        for anchor in anchors where ProductionCheck.isTest(anchor) {
            throw .trialInProduction("the trust anchor “\(anchor.subject.display)”")
        }
        for (name, text) in [("publicURL", file.publicURL), ("ca.url", file.ca.url)]
            + file.tsa.urls.map({ ("tsa.urls", $0) })
        where ProductionCheck.isThisMachine(text) {
            throw .trialInProduction("\(name) \(text)")
        }
        for origin in file.exemptOrigins where ProductionCheck.isThisMachine(origin) {
            throw .trialInProduction("exemptOrigins \(origin)")
        }
        if file.relyingParty.id == "localhost" { throw .trialInProduction("relyingParty.id localhost") }
        if file.tsa.policies?.contains(Settings.trialTimestampPolicy) == true {
            throw .trialInProduction("the TSA policy \(Settings.trialTimestampPolicy)")
        }
    }

    private static func isTest(_ certificate: Certificate) -> Bool {
        let subject = certificate.subject.display.uppercased()
        return subject.contains("TEST ENVIRONMENT") || subject.contains("試験環境")
    }

    private static func isThisMachine(_ text: String) -> Bool {
        let host = URL(string: text)?.host()?.lowercased() ?? ""
        return host == "localhost" || host.hasSuffix(".localhost") || host.hasPrefix("127.") || host == "::1"
    }
}
