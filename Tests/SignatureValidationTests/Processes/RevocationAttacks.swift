import CMS
import DeclaredPKI
import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// SIGNING.md C rows 29 to 33: revocation data that must not be believed, or that are not enough.
@Suite struct `Revocation data that cannot be believed` {
    let world: TestWorld
    init() throws { world = try TestWorld() }

    private var now: Date { world.minutes(5) }
    private var made: Date { world.minutes(1) }

    /// Everything but what is said about the signer, and this instead.
    private func findings(ocsp: [[UInt8]] = [], crls: [[UInt8]] = [], certificates: [Certificate] = []) throws
        -> [Check]
    {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: world.signingTime)
        var material = try world.material(at: made)
        material.ocspResponses = ocsp
        material.crls += crls
        material.certificates += certificates.map(\.der)
        return try file.report(at: now, fetched: material).signatures.first?.findings.map(\.check) ?? []
    }

    private func answer(
        by responder: DeclaredIdentity,
        about certificate: Certificate? = nil,
        _ state: CertificateStatus.State = .good
    ) throws -> [UInt8] {
        try responder.ocsp(
            about: certificate ?? world.signer.certificate,
            issuedBy: world.issuing.certificate,
            state,
            thisUpdate: made,
            nextUpdate: made.addingTimeInterval(3_600)
        )
    }

    private func responder(_ declared: DeclaredCertificate, by issuer: DeclaredIdentity? = nil) throws
        -> DeclaredIdentity
    {
        try (issuer ?? world.issuing).issue(declared.valid(from: TestWorld.start, until: world.years(1)))
    }

    /// Row 29.
    @Test func `by responders whom the authority did not appoint are as good as none`() throws {
        #expect(try findings(ocsp: [answer(by: world.responder)]) == [.valid])
        #expect(try findings(ocsp: [answer(by: responder(.responder("Good")))]) == [.valid])
        let bad: [DeclaredIdentity] = [
            try responder(.responder("Other CA's"), by: world.root),
            try responder(.signer("Without usage")),
            try world.issuing.issue(.responder("Expired").valid(from: TestWorld.start, until: world.minutes(-1))),
        ]
        for responder in bad {
            let found = try findings(ocsp: [answer(by: responder)])
            #expect(found == [.revocationUnknown], "\(responder.certificate.subject.display)")
        }
    }

    /// Row 29: about another certificate, or without knowing.
    @Test func `about others, or without an opinion, are as good as none`() throws {
        let other = try answer(by: world.responder, about: world.secondSigner.certificate)
        #expect(try findings(ocsp: [other]) == [.revocationUnknown])
        #expect(try findings(ocsp: [answer(by: world.responder, .unknown)]) == [.revocationUnknown])
    }

    /// Row 30: `OCSP_SELF`.
    @Test func `by the very key that is asked about are as good as none`() throws {
        let twin = try world.issuing.issue(
            .responder("Twin").valid(from: TestWorld.start, until: world.years(1)),
            key: world.signer.key
        )
        #expect(try findings(ocsp: [answer(by: twin)]) == [.revocationUnknown])
        #expect(try findings(ocsp: [answer(by: world.signer)]) == [.revocationUnknown])
    }

    /// Row 31.
    @Test func `on lists that are not what they should be are as good as none`() throws {
        let issuing = world.issuing
        #expect(try findings(crls: [issuing.crl(thisUpdate: made)]) == [.valid])
        let unknown = DEREncoding.sequence(
            DEREncoding.objectIdentifier("1.2.3.4.5"),
            [0x01, 0x01, 0xFF],
            DEREncoding.octetString([0x05, 0x00])
        )
        let authoritiesOnly = DEREncoding.sequence(
            DEREncoding.objectIdentifier(OID.issuingDistributionPoint),
            [0x01, 0x01, 0xFF],
            DEREncoding.octetString(DEREncoding.sequence([0x82, 0x01, 0xFF]))
        )
        for item in [unknown, authoritiesOnly] {
            #expect(try findings(crls: [list(by: issuing, with: item)]) == [.revocationUnknown])
        }
    }

    /// Row 31: the authority's certificate does not say that its key signs lists.
    @Test func `on lists of a key that is not for lists are as good as none`() throws {
        let odd = try world.root.issue(
            DeclaredCertificate(
                "Without lists",
                [.basicConstraints(isAuthority: true, pathLength: nil), .keyUsage([.keyCertSign])]
            ).valid(from: TestWorld.start, until: world.years(5))
        )
        let signer = try odd.issue(.signer("Signer").valid(from: TestWorld.start, until: world.years(1)))
        var file = try TestFile(world)
        try file.sign(by: signer, OddSignature(timestamp: world.signingTime))
        var material = try world.material(at: made)
        material.certificates.append(odd.certificate.der)
        material.crls.append(try odd.crl(thisUpdate: made))
        let report = try file.report(at: now, fetched: material)
        #expect(report.signatures.first?.findings.map(\.check) == [.revocationUnknown])
    }

    /// Row 33: an answer from before the revocation, although it was good then and is still in force.
    @Test func `from before the signature do not hide a revocation`() throws {
        let old = try world.responder.ocsp(
            about: world.signer.certificate,
            issuedBy: world.issuing.certificate,
            thisUpdate: world.minutes(-30),
            nextUpdate: world.years(1)
        )
        #expect(try findings(ocsp: [old]) == [.revocationNotFresh])
        let newer = try answer(by: world.responder, .revoked(at: world.minutes(-10), .keyCompromise))
        #expect(try findings(ocsp: [old, newer]) == [.revoked])
        #expect(try findings(ocsp: [newer, old]) == [.revoked])
    }

    /// Row 33 years later: what protects the old data came after the authority's own data had lapsed.
    @Test func `are not made good by a late document timestamp`() throws {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: world.signingTime)
        try file.addMaterial(world.material(at: made))
        let late = world.years(4)
        try file.addMaterial(FetchedMaterial(crls: [world.timestampRoot.crl(thisUpdate: late)]))
        try file.stamp(at: late.addingTimeInterval(60))
        #expect(try file.conclusion(at: world.years(6)) == .indeterminate(.noPOE))
    }

    /// A list with one more extension than usual.
    private func list(by identity: DeclaredIdentity, with item: [UInt8]) throws -> [UInt8] {
        let body = DEREncoding.sequence(
            DEREncoding.integer(1),
            identity.key.algorithm.der,
            identity.certificate.subject.der,
            DEREncoding.time(made),
            DEREncoding.time(made.addingTimeInterval(3_600)),
            DEREncoding.explicit(0, DEREncoding.sequence(item))
        )
        return DEREncoding.sequence(body, identity.key.algorithm.der, DEREncoding.bitString(try identity.sign(body)))
    }
}
