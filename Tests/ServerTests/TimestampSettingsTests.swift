import Doctor
import Foundation
import Outbound
import SigningService
import Testing

@testable import Server

/// TSP-5, TSP-6, TSP-7.
@Suite struct `The settings of time-stamping authorities` {
    private func fixture(_ authorities: [[String: Any]], production: Bool = true) throws -> SettingsFixture {
        let fixture = try production ? SettingsFixture.production() : SettingsFixture.test()
        fixture["tsa.urls"] = nil
        fixture["tsa.authorities"] = authorities
        for file in ["tsa-password", "tsa.key"] { try fixture.write(file, "9c71d44b865f0e2a\n") }
        for file in ["own", "accredited"] {
            try fixture.write("\(file).pem", fixture.certificate("Root \(file)"), mode: 0o644)
        }
        return fixture
    }

    private static var full: [String: Any] {
        [
            "url": "https://first.example.jp/tsa", "name": "第一", "policies": ["1.2.392.1", "1.2.392.2"],
            "requestPolicy": "1.2.392.2", "anchors": "own.pem", "user": "keiyaku", "passwordFile": "tsa-password",
            "certificate": "client.pem", "key": "client.key", "trustRootsFile": "root.pem", "timeoutInSeconds": 20,
        ]
    }

    @Test func `name each with what is its own, in order`() throws {
        let fixture = try fixture([Self.full, ["url": "https://second.example.jp"]])
        fixture["trust.accreditedTimestamps"] = "accredited.pem"
        let settings = try fixture.settings()
        let authorities = settings.timestampAuthorities
        #expect(authorities.map(\.name) == ["第一", "second.example.jp"])
        #expect(authorities[0].policies == ["1.2.392.1", "1.2.392.2"] && authorities[0].requestedPolicy == "1.2.392.2")
        #expect(authorities[0].timeLimit == .seconds(20) && authorities[1].timeLimit == .seconds(10))
        #expect(authorities[0].access.login?.passwordFile == fixture.path("tsa-password"))
        #expect(authorities[0].access.identity?.key == fixture.path("client.key"))
        #expect(authorities[1].access == PartnerAccess() && authorities[1].policies == ["1.2.392.1"])
        #expect(authorities[0].anchors != authorities[1].anchors)
        // The judge trusts them all; which are accredited is a set of its own.
        #expect(settings.service.timestampAnchors.count == 3)
        #expect(settings.service.accreditedTimestampAnchors.count == 1)
        #expect(Set(settings.files).isSuperset(of: ["own.pem", "tsa-password", "client.key"].map(fixture.path)))
    }

    @Test func `hold no secret that is printed`() throws {
        let fixture = try fixture([["url": "https://clerk:hunter22@tsa.example.jp"]])
        do {
            _ = try fixture.settings()
            Issue.record("a password in a URL was taken")
        } catch {
            #expect(!"\(error)".contains("hunter22"))
        }
    }

    @Test(arguments: [
        ["url": "ftp://tsa.example.jp"], ["url": "https://a.example.jp", "name": ""],
        ["url": "https://a.example.jp", "policies": "1.2.3"], ["name": "without a URL"],
    ])
    func `are refused when one means nothing`(entry: [String: String]) throws {
        #expect(try !fixture([entry]).refusals().isEmpty)
    }

    @Test func `are refused when two things do not go together`() throws {
        let faults: [[String: Any]] = [
            ["user": "x"], ["passwordFile": "tsa-password"], ["user": "a:b", "passwordFile": "tsa-password"],
            ["certificate": "client.pem"], ["timeoutInSeconds": 0], ["timeoutInSeconds": 61],
            ["policies": [String]()], ["policies": ["no oid"]], ["requestPolicy": "1.2.3"],
        ]
        for fault in faults {
            let entry = fault.merging(["url": "https://tsa.example.jp"]) { own, _ in own }
            #expect(try fixture([entry]).refusals().first == "SETTING_REFUSED", "\(fault)")
        }
        let plain = ["url": "http://tsa.example.jp", "user": "x", "passwordFile": "tsa-password"]
        #expect(try fixture([plain]).refusals().contains("SETTING_REFUSED"), "a password in the clear")
        #expect(
            try fixture([["url": "https://a.example"], ["url": "https://b.example", "name": "a.example"]]).refusals()
                == ["SETTING_REFUSED"]
        )
    }

    @Test func `know no other members, and say which entry lacks one`() throws {
        #expect(try fixture([["url": "https://tsa.example.jp", "ulr": "x"]]).refusals() == ["SETTING_UNKNOWN"])
        let lacking = try fixture([["url": "https://tsa.example.jp"], ["name": "x"]])
        do {
            _ = try lacking.settings()
            Issue.record("an authority without a URL was taken")
        } catch let error as RefusedStart {
            #expect(error.problems.map(\.code) == ["SETTING_MISSING"])
            #expect("\(error)".contains("tsa.authorities[1].url"))
        }
    }

    @Test func `are either a list of URLs or a list of authorities`() throws {
        let both = try fixture([["url": "https://tsa.example.jp"]])
        both["tsa.urls"] = ["https://tsa.example.jp"]
        #expect(try both.refusals() == ["SETTING_REFUSED"])
        let neither = try SettingsFixture.production()
        neither["tsa.urls"] = nil
        #expect(try neither.refusals().first == "SETTING_MISSING")
        #expect(try fixture([]).refusals() != [])
    }

    @Test func `want policies and closed files in production, for each of them`() throws {
        let fixture = try fixture([Self.full, ["url": "https://second.example.jp"]])
        fixture["tsa.policies"] = nil
        #expect(try fixture.refusals() == ["TIMESTAMP_POLICIES_MISSING"])
        fixture["tsa.policies"] = ["1.2.392.1"]
        try fixture.allow("tsa-password", 0o644)
        #expect(try !fixture.refusals().isEmpty)
    }

    @Test func `and of revocation stay within their bounds`() throws {
        let fixture = try SettingsFixture.production()
        #expect(try fixture.settings().revocationUse == .seconds(300))
        for (name, value) in [
            ("longestUseInSeconds", 3_601), ("longestUseInSeconds", -1), ("listLimitInBytes", 1), ("graceInHours", 0),
        ] {
            let odd = try SettingsFixture.production()
            odd["revocation.\(name)"] = value
            #expect(try odd.refusals() == ["SETTING_REFUSED"], "\(name) \(value)")
        }
        fixture["revocation.graceInHours"] = 48
        #expect(try fixture.settings().service.revocationGrace == .seconds(48 * 3_600))
    }
}
