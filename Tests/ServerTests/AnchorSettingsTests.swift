import CMS
import Doctor
import Foundation
import SignatureValidation
import SigningService
import Testing

@testable import Server

/// PATH-3, TSP-5: the operator's list of anchors with purposes and terms.
@Suite struct `The list of anchors in the settings` {
    private func fixture(named name: String, until: String = "null") throws -> SettingsFixture {
        let fixture = try SettingsFixture.production()
        let pem = try fixture.certificate(name)
        let der = try #require(Certificate.list(pem: pem)?.first?.der)
        let text =
            #"{"anchors": [{"certificate": "\#(Data(der).base64EncodedString())", "purposes": ["signer"], "#
            + #""from": null, "until": \#(until), "source": null, "added": null}]}"#
        try fixture.write("anchors.json", text, mode: 0o644)
        fixture["trust.anchors"] = "anchors.json"
        return fixture
    }

    @Test func `is what files are judged by, besides the plain anchors`() throws {
        let fixture = try fixture(named: "Foreign Root", until: #""2030-01-01T00:00:00Z""#)
        let settings = try fixture.settings()
        let policy = try settings.service.validationPolicy()
        #expect(policy.registeredAnchors.map(\.certificate.subject.display) == ["CN=Foreign Root"])
        #expect(policy.registeredAnchors.first?.until == Date(timeIntervalSince1970: 1_893_456_000))
        #expect(policy.trustAnchors.count == 1)
        #expect(settings.files.contains(fixture.path("anchors.json")))
        let without = try SettingsFixture.production().settings()
        #expect(without.service.registeredAnchors.isEmpty)
    }

    @Test func `refuses a start when it cannot be read, or others may write it`() throws {
        let missing = try fixture(named: "Foreign Root")
        try missing.remove("anchors.json")
        #expect(try missing.refusals() == ["ANCHOR_LIST_UNREADABLE"])
        #expect(try fixture(named: "Foreign Root", until: #""soon""#).refusals() == ["ANCHOR_LIST_UNREADABLE"])
        let open = try fixture(named: "Foreign Root")
        try open.allow("anchors.json", 0o666)
        #expect(try open.refusals() == ["SETTINGS_OPEN"])
        let misspelt = try fixture(named: "Foreign Root")
        misspelt["trust.anchor"] = "anchors.json"
        #expect(try misspelt.refusals() == ["SETTING_UNKNOWN"])
    }

    @Test func `holds no anchor of a trial in production`() throws {
        #expect(try fixture(named: "TEST ENVIRONMENT 試験環境 Root").refusals() == ["TRIAL_ANCHOR"])
    }
}
