import Foundation
import SigningService
import Testing

@testable import Outbound

@Suite struct `An address` {
    @Test(
        arguments: [
            "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "100.64.0.1", "169.254.169.254", "172.16.0.1",
            "172.31.255.255", "192.168.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "255.255.255.255",
            "::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8",
            "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::", "2001:db8::1",
        ]
    )
    func `that is not of the public Internet is refused`(text: String) async throws {
        let addresses = try await resolveWithSystem(text)
        #expect(addresses.allSatisfy { !$0.isPublic }, "\(addresses)")
        #expect(!addresses.isEmpty)
    }

    @Test(arguments: [
        "8.8.8.8", "172.15.255.255", "172.32.0.1", "100.63.255.255", "223.255.255.255", "2606:4700::1111",
    ])
    func `of the public Internet is accepted`(text: String) async throws {
        #expect(try await resolveWithSystem(text).allSatisfy(\.isPublic))
    }
}

@Suite struct `The address guard` {
    private func fetch(
        _ url: String,
        exempt: Set<Origin> = [],
        names: [String: [InternetAddress]] = [:]
    ) async throws(OutboundError) -> BoundedAnswer {
        let addresses = PublicAddressGuard(exemptOrigins: exempt) { host throws(OutboundError) in
            guard let known = names[host] else { return try await resolveWithSystem(host) }
            return known
        }
        guard let url = URL(string: url) else { throw .urlRefused(url) }
        return try await GuardedFetch(addresses: addresses).fetch(
            BoundedRequest(url: url, method: .get, sizeLimit: 1000, timeLimit: .seconds(60))
        )
    }

    @Test(
        arguments: [
            "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/",
            "http://169.254.169.254/latest/meta-data/", "http://[::ffff:10.0.0.1]/",
        ]
    )
    func `refuses this machine and its neighbours, however they are spelt`(url: String) async throws {
        await #expect {
            try await fetch(url)
        } throws: { error in
            if case OutboundError.addressNotPublic = error { true } else { false }
        }
    }

    @Test(
        arguments: [
            "ftp://example.com/", "ldap://example.com/", "file:///etc/passwd", "http://user:secret@example.com/",
            "http:///path", "http://example.com:0/",
        ]
    )
    func `refuses other schemes and credentials`(url: String) async throws {
        await #expect(throws: OutboundError.urlRefused(url)) { try await fetch(url) }
    }

    @Test func `refuses a name with one inside address among public ones`() async throws {
        let names = ["mixed.example": [InternetAddress.v4(0x0808_0808), .v4(0x0A00_0001)]]
        await #expect(throws: OutboundError.addressNotPublic(host: "mixed.example", address: "10.0.0.1")) {
            try await fetch("http://mixed.example/", names: names)
        }
    }

    @Test func `lets an exempt origin through, and only that port`() async throws {
        try await withStub({ _, _ in StubAnswer(body: [1, 2, 3]) }) { origin in
            let exempt = try #require(Origin(text: origin))
            #expect(try await fetch(origin + "/x", exempt: [exempt]).body == [1, 2, 3])
            await #expect(throws: OutboundError.self) {
                try await fetch("http://localhost:1/x", exempt: [exempt])
            }
        }
    }

    @Test func `checks every redirect again`() async throws {
        try await withStub({ _, _ in
            StubAnswer(status: 302, location: "http://169.254.169.254/latest/meta-data/")
        }) { origin in
            let exempt = try #require(Origin(text: origin))
            await #expect(throws: OutboundError.addressNotPublic(host: "169.254.169.254", address: "169.254.169.254")) {
                try await fetch(origin + "/x", exempt: [exempt])
            }
        }
    }

    @Test func `follows three redirects, not four`() async throws {
        try await withStub({ path, _ in
            let step = Int(path.dropFirst()) ?? 0
            return step == 0 ? StubAnswer(body: [9]) : StubAnswer(status: 301, location: "/\(step - 1)")
        }) { origin in
            let exempt = try #require(Origin(text: origin))
            #expect(try await fetch(origin + "/3", exempt: [exempt]).body == [9])
            await #expect(throws: OutboundError.tooManyRedirects) { try await fetch(origin + "/4", exempt: [exempt]) }
        }
    }

    @Test func `stops at the size limit`() async throws {
        try await withStub({ _, _ in StubAnswer(body: Array(repeating: 0, count: 1001)) }) { origin in
            let exempt = try #require(Origin(text: origin))
            await #expect(throws: OutboundError.bodyTooLarge(limit: 1000)) {
                try await fetch(origin + "/x", exempt: [exempt])
            }
        }
    }

    @Test(arguments: ["http://localhost:8445/x", "http://localhost:8445?x", "localhost:8445", "https://"])
    func `takes exact origins only as exemptions`(text: String) {
        #expect(Origin(text: text) == nil)
    }
}
