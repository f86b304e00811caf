import CMS
import DeclaredPKI
import Foundation
import Testing

@testable import SignatureValidation

/// PATH-3.
@Suite struct `A trust anchor` {
    @Test func `is trusted within its term only`() throws {
        var world = try ChainWorld()
        let root = world.pki.root.certificate
        world.anchors = [TrustAnchor(root, from: world.time, until: world.time, source: "test")]
        #expect(world.report(.notChecked).verdict == .valid)
        world.time += 1
        #expect(world.report(.notChecked).checks == [.trustAnchorNotInForce])
        world.time -= 2
        #expect(world.report(.notChecked).checks == [.trustAnchorNotInForce])
    }

    @Test func `outlives its certificate unless it is told not to`() throws {
        let root = try DeclaredIdentity(
            .authority("Old").valid(from: DeclaredPKI.now.addingTimeInterval(-100), until: DeclaredPKI.now)
        )
        var world = try ChainWorld()
        let leaf = try root.issue(.signer("契 花子"))
        world.anchors = [TrustAnchor(root.certificate)]
        #expect(world.report(.notChecked, about: leaf.certificate).verdict == .valid)
        world.anchors = [TrustAnchor(root.certificate).endingWithItsCertificate]
        #expect(world.report(.notChecked, about: leaf.certificate).checks == [.trustAnchorNotInForce])
    }

    @Test func `serves its purposes only`() throws {
        var world = try ChainWorld()
        world.anchors = [TrustAnchor(world.pki.root.certificate, for: [.timestamping])]
        #expect(world.report(.notChecked).checks == [.noCertificateChain])
        world.anchors = [TrustAnchor(world.pki.root.certificate, for: [.signer])]
        #expect(world.report(.notChecked).verdict == .valid)
    }

    @Test func `keeps the constraints of its own certificate`() throws {
        let key = DeclaredKey.p256()
        let mail = CertificateExtension.subjectAltName([.rfc822("taro@example.jp")])
        for (host, check) in [("example.jp", nil), ("example.com", Check.nameConstraintsViolated)] {
            let constraint = CertificateExtension.nameConstraints(permitted: [.rfc822(host)])
            let root = try DeclaredIdentity(.authority("Constrained").with([constraint]), key: key)
            var world = try ChainWorld()
            world.anchors = [TrustAnchor(root.certificate)]
            let leaf = try root.issue(.signer("契 太郎").with([mail]))
            #expect(
                world.report(.notChecked, about: leaf.certificate).paths.first?.findings.map(\.check)
                    == [check].compactMap(\.self)
            )
        }
    }

    @Test func `changes the digest of the policy with its term`() throws {
        let root = try ChainWorld().pki.root.certificate
        var policy = ValidationPolicy(trustAnchors: [], timestampAnchors: nil)
        policy.registeredAnchors = [TrustAnchor(root)]
        let digest = policy.digest
        policy.registeredAnchors = [TrustAnchor(root, until: DeclaredPKI.now)]
        #expect(policy.digest != digest)
    }

    @Test func `of a validation policy ends with its term`() throws {
        let world = try TestWorld()
        var policy = ValidationPolicy(trustAnchors: [], timestampAnchors: [world.timestampRoot.certificate])
        policy.registeredAnchors = [TrustAnchor(world.root.certificate, until: world.signingTime)]
        #expect(policy.trustAnchors(for: .signer).map(\.certificate) == [world.root.certificate])
        let path = CertificatePath(
            certificates: [world.signer.certificate, world.issuing.certificate],
            trustAnchor: policy.registeredAnchors[0]
        )
        #expect(path.findings(at: world.signingTime).isEmpty)
        #expect(path.findings(at: world.signingTime.addingTimeInterval(1)).map(\.check) == [.trustAnchorNotInForce])
    }
}

/// REV-3, REV-7: RFC 9608, EN 319 412-1 §5.2 and RFC 6960 §4.2.2.2.1.
@Suite struct `A certificate without revocation information` {
    @Test func `needs none when it is an end entity's`() throws {
        let world = try ChainWorld(.signer("契 太郎").with([.noRevocationAvailable]))
        #expect(try world.report([]).verdict == .valid)
        let other = try ChainWorld()
        #expect(try other.report([]).checks == [.revocationUnknown])
        let shortTerm = CertificateExtension(
            oid: OID.validityAssuredShortTerm,
            isCritical: false,
            value: DEREncoding.null
        )
        #expect(try ChainWorld(.signer("契 太郎").with([shortTerm])).report([]).verdict == .valid)
    }

    @Test func `is still revoked by who revokes it`() throws {
        let world = try ChainWorld(.signer("契 太郎").with([.noRevocationAvailable]))
        let list = try CraftedList(entries: [.init(certificate: world.signer.certificate)]).list(by: world.pki.issuing)
        #expect(try world.report([list]).checks == [.revokedNoPOE])
    }

    @Test func `names no place to find it`() throws {
        let point = CertificateExtension.crlDistributionPoints(["http://crl.example.jp/1.crl"])
        let world = try ChainWorld(.signer("契 太郎").with([.noRevocationAvailable, point]))
        #expect(try world.report([]).checks == [.revocationExemptionMisplaced])
    }

    @Test(arguments: [
        (CertificateExtension.noRevocationAvailable, Check.revocationExemptionMisplaced),
        (.ocspNoCheck, .noCheckMisplaced),
    ])
    func `is no CA's`(mark: CertificateExtension, check: Check) throws {
        var world = try ChainWorld()
        let authority = try world.pki.root.issue(.authority("Marked").with([mark]))
        let leaf = try authority.issue(.signer("契 花子"))
        world.intermediates = [authority.certificate]
        let report = try world.report([], about: leaf.certificate)
        #expect(report.verdict == .invalid && report.checks == [check])
    }

    @Test func `is a responder's when it says nocheck`() throws {
        var world = try ChainWorld(.signer("契 太郎").with([.ocspNoCheck]))
        #expect(world.report(.notChecked).checks == [.noCheckMisplaced])
        world.purpose = .ocsp
        let responder = try world.pki.issuing.issue(.responder("Responder"))
        #expect(world.report(.notChecked, about: responder.certificate).verdict == .valid)
        #expect(world.report(.notChecked).checks == [.endEntityPurpose])
    }
}
