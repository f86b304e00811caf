import CMS
import DeclaredPKI
import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// SIGNING.md C rows 27, 28, 34 and 42.
@Suite struct `An attack on the time of signing` {
    let world: TestWorld
    init() throws { world = try TestWorld() }

    private func report(_ odd: OddSignature, at time: Date? = nil) throws -> ValidationReport {
        var file = try TestFile(world)
        try file.sign(by: world.signer, odd)
        return try file.report(at: time ?? world.minutes(5), fetched: world.material(at: world.minutes(1)))
    }

    private func authority(_ extensions: [CertificateExtension]) throws -> DeclaredIdentity {
        try world.timestampRoot.issue(
            DeclaredCertificate("Odd TSA", [.keyUsage(.digitalSignature)] + extensions)
                .valid(from: TestWorld.start, until: world.years(1))
        )
    }

    /// Row 27: `TSA_EKU`.
    @Test func `with an authority that is not for timestamps alone proves nothing`() throws {
        let stamping = [OID.timeStamping]
        #expect(
            try report(
                OddSignature(
                    timestamp: world.signingTime,
                    authority: authority([.extendedKeyUsage(stamping, isCritical: true)])
                )
            )
            .conclusion == .totalPassed
        )
        for extensions in [
            [], [CertificateExtension.extendedKeyUsage(stamping, isCritical: false)],
            [.extendedKeyUsage(stamping + [OID.documentSigning], isCritical: true)],
        ] {
            let report = try report(OddSignature(timestamp: world.signingTime, authority: authority(extensions)))
            #expect(report.timestamps.map(\.conclusion) == [.indeterminate(.chainConstraintsFailure)])
            #expect(report.timestamps.first?.findings.map(\.check) == [.timestampKeyUsage])
            #expect(report.signatures.first?.processes[1].time == nil)
            #expect(report.conclusion != .totalPassed)
        }
    }

    /// Row 28: another imprint, or a token that is no TSTInfo.
    @Test func `with a token for other data or of another type proves nothing`() throws {
        let other = try report(OddSignature(timestamp: world.signingTime, stampedBytes: [1, 2, 3]))
        #expect(other.timestamps.map(\.conclusion) == [.failed(.hashFailure)])
        #expect(other.signatures.first?.processes[1].time == nil)

        let signer = world.signer
        let data = try report(
            OddSignature(timestamp: world.signingTime) { _ in
                let attributes = signer.signedAttributes(over: HashAlgorithm.sha256.digest(of: [1]))
                return
                    (try? SignedData.encode(
                        content: [1],
                        signedAttributes: attributes,
                        signature: signer.sign(attributes.der),
                        signatureAlgorithm: signer.key.algorithm,
                        certificates: [signer.certificate],
                        timestampToken: nil
                    )) ?? []
            }
        )
        #expect(data.timestamps.map(\.conclusion) == [.failed(.formatFailure)])
        #expect(data.signatures.first?.processes[1].time == nil)
        #expect(data.conclusion == .totalFailed)
    }

    /// Row 34: without its timestamp the signature shows a lower level, and nothing proves its time any more.
    @Test func `that strips the timestamp lowers the level, and fails to prove the time`() throws {
        var stamped = try TestFile(world)
        try stamped.sign("One", timestampedAt: world.signingTime)
        var stripped = try TestFile(world)
        try stripped.sign("One", timestampedAt: nil)
        let later = world.years(1.5)
        let material = try world.material(at: world.minutes(1))
        let good = try stamped.report(at: world.minutes(5), fetched: material)
        let bare = try stripped.report(at: world.minutes(5), fetched: material)
        #expect(good.signatures.map(\.level) == [.t] && bare.signatures.map(\.level) == [.b])
        #expect(try stripped.conclusion(at: later, fetched: material) == .indeterminate(.outOfBoundsNoPOE))
    }

    /// Row 34: a second, older timestamp is believed only as far as it is valid, and never against the document's.
    @Test func `with another authority's older timestamp proves nothing earlier`() throws {
        let stranger = try TestWorld()
        let odd = OddSignature(timestamp: world.minutes(-600), authority: stranger.authority)
        let report = try report(odd)
        #expect(report.signatures.first?.processes[1].time == nil)
        #expect(report.conclusion == .indeterminate)
    }

    /// Row 42: SHA-1 counts only with proof from before 2012-08-01, which itself has been renewed.
    @Test func `with SHA-1 passes only with a chain of proofs from before its end`() throws {
        let start = try Date("2011-06-01T00:00:00Z", strategy: .iso8601)
        let today = try Date("2026-06-01T00:00:00Z", strategy: .iso8601)
        let key = try DeclaredKey.rsa3072(.pkcs1)
        let world = try TestWorld(signerKey: key, start: start)
        func file(stampedAt time: Date?, archivedAt archived: Date?) throws -> TestFile {
            var file = try TestFile(world)
            var odd = OddSignature(timestamp: time)
            odd.scheme = OddSignature.sha1(key)
            try file.sign(by: world.signer, odd)
            try file.addMaterial(world.material(at: (archived ?? world.signingTime).addingTimeInterval(60)))
            if let archived { try file.stamp(at: archived.addingTimeInterval(120)) }
            let renewal = world.years(9)
            try file.renew(at: renewal, by: world.authority("TSA 2", from: renewal, serial: 21))
            return file
        }
        let proven = try file(stampedAt: world.signingTime, archivedAt: world.signingTime)
        let passed = try proven.report(at: today)
        #expect(passed.conclusion == .totalPassed, "\(passed)")

        let unproven = try file(stampedAt: nil, archivedAt: nil)
        let open = try unproven.report(at: world.years(9.5)).signatures.first?.findings.map(\.check) ?? []
        #expect(open.contains(.algorithmWeakNoPOE))

        let late = try file(stampedAt: world.years(2), archivedAt: nil)
        let report = try late.report(at: world.years(9.5))
        #expect(report.signatures.first?.findings.map(\.check).contains(.algorithmWeak) == true, "\(report.signatures)")
        #expect(report.conclusion != .totalPassed)
    }
}
