import CMS
import DeclaredPKI
import Foundation
import Testing

@testable import SignatureValidation

/// REV-3, REV-5, REV-6, REV-13: what lists say together.
@Suite struct `Revocation lists` {
    private let world: ChainWorld
    private var issuing: DeclaredIdentity { world.pki.issuing }
    private var signer: Certificate { world.signer.certificate }

    init() throws { world = try ChainWorld() }

    private func checks(_ lists: [CertificateRevocationList]) throws -> [Check] { try world.report(lists).checks }

    @Test func `for some reasons are enough together only`() throws {
        let first = try CraftedList(scope: [CraftedList.onlySomeReasons([1, 2, 3, 4])]).list(by: issuing)
        let second = try CraftedList(scope: [CraftedList.onlySomeReasons([5, 6, 7, 8])]).list(by: issuing)
        #expect(try checks([first]) == [.revocationUnknown])
        #expect(try checks([second]) == [.revocationUnknown])
        #expect(try checks([first, second]).isEmpty)
    }

    @Test func `for some reasons revoke alone`() throws {
        var list = CraftedList(scope: [CraftedList.onlySomeReasons([1])])
        list.entries = [.init(certificate: signer, reason: .keyCompromise)]
        let complete = try CraftedList().list(by: issuing)
        #expect(try checks([complete, list.list(by: issuing)]) == [.revokedNoPOE])
    }

    @Test func `that lift a hold are believed, and only for a hold`() throws {
        let delta = try CraftedList(
            entries: [.init(certificate: signer, reason: .removeFromCRL)],
            number: 2,
            baseNumber: 1
        ).list(by: issuing)
        for (reason, expected) in [(RevocationReason.certificateHold, [Check]()), (.keyCompromise, [.revokedNoPOE])] {
            let base = try CraftedList(entries: [.init(certificate: signer, reason: reason)]).list(by: issuing)
            #expect(try checks([base, delta]) == expected)
            #expect(try checks([base]) == [.revokedNoPOE])
        }
    }

    @Test func `that lift a hold end what older deltas say of it`() throws {
        let base = try CraftedList(entries: [.init(certificate: signer, reason: .certificateHold)]).list(by: issuing)
        let silent = try CraftedList(number: 2, baseNumber: 1).list(by: issuing)
        var lifting = CraftedList(number: 3, baseNumber: 1)
        lifting.entries = [.init(certificate: signer, reason: .removeFromCRL)]
        lifting.thisUpdate += 30
        var again = CraftedList(number: 4, baseNumber: 1)
        again.entries = [.init(certificate: signer, reason: .certificateHold)]
        again.thisUpdate += 45
        #expect(try checks([base, silent]) == [.revokedNoPOE])
        #expect(try checks([base, silent, lifting.list(by: issuing)]).isEmpty)
        #expect(try checks([base, silent, lifting.list(by: issuing), again.list(by: issuing)]) == [.revokedNoPOE])
    }

    @Test func `that are deltas need their base`() throws {
        let base = try CraftedList(number: 5).list(by: issuing)
        func delta(_ number: Int, from baseNumber: Int) throws -> CertificateRevocationList {
            var list = CraftedList(number: number, baseNumber: baseNumber)
            list.entries = [.init(certificate: signer, reason: .keyCompromise)]
            return try list.list(by: issuing)
        }
        #expect(try checks([delta(6, from: 5)]) == [.revocationUnknown])
        #expect(try checks([base, delta(6, from: 5)]) == [.revokedNoPOE])
        // The base is older than the one that the delta list starts from, or the delta list is not newer.
        #expect(try checks([base, delta(7, from: 6)]).isEmpty)
        #expect(try checks([base, delta(5, from: 4)]).isEmpty)
    }

    @Test func `say a hold with its reason`() throws {
        let list = try CraftedList(entries: [.init(certificate: signer, reason: .certificateHold)]).list(by: issuing)
        let report = try world.report([list])
        #expect(report.paths.first?.findings.first?.english.contains("certificateHold") == true)
        guard case .revoked(.crl, _, .certificateHold?)? = report.paths.first?.revocation.first?.state else {
            Issue.record("the hold is not recorded")
            return
        }
    }

    @Test func `with what nobody understands say nothing`() throws {
        let other = try issuing.issue(.signer("Other")).certificate
        #expect(try checks([CraftedList(others: [.unknown]).list(by: issuing)]) == [.revocationUnknown])
        let entry = CraftedList.Entry(certificate: other, others: [.unknown])
        #expect(try checks([CraftedList(entries: [entry]).list(by: issuing)]) == [.revocationUnknown])
        let removed = CraftedList.Entry(certificate: signer, reason: .removeFromCRL)
        #expect(try checks([CraftedList(entries: [removed]).list(by: issuing)]) == [.revocationUnknown])
    }

    @Test func `by another issuer speak about those that name it`() throws {
        var world = world
        let lister = try world.pki.root.issue(
            DeclaredCertificate("Lister", [.keyUsage(.cRLSign)])
        )
        world.intermediates.append(lister.certificate)
        let point = CertificateExtension(
            oid: OID.crlDistributionPoints,
            isCritical: false,
            value: DEREncoding.sequence(
                DEREncoding.sequence(
                    DEREncoding.implicit(
                        2,
                        constructed: CMS.GeneralName.directory(lister.certificate.subject).der
                    )
                )
            )
        )
        let named = try issuing.issue(.signer("Named").with([point])).certificate
        let good = try CraftedList(scope: [CraftedList.indirect]).list(by: lister)
        #expect(try world.report([good], about: named).verdict == .valid)
        #expect(try world.report([good], about: signer).checks == [.revocationUnknown])
        // Not marked as indirect.
        #expect(try world.report([CraftedList().list(by: lister)], about: named).checks == [.revocationUnknown])
        // An entry counts for the issuer that it names.
        for (issuer, expected) in [(issuing, [Check.revokedNoPOE]), (world.pki.root, [])] {
            var list = CraftedList(scope: [CraftedList.indirect])
            list.entries = [.init(certificate: named, issuer: issuer.certificate.subject)]
            #expect(try world.report([list.list(by: lister)], about: named).checks == expected)
        }
        // Its own certificate is revoked, by a newer list than the one that lets it speak.
        let revoking = try CraftedList(entries: [.init(certificate: lister.certificate)], number: 2).list(
            by: world.pki.root
        )
        #expect(try world.report([good, revoking], about: named).checks == [.revocationUnknown])
    }

    @Test func `by a key that may not sign lists say nothing`() throws {
        var world = world
        let authority = try world.pki.root.issue(
            DeclaredCertificate(
                "No lists",
                [.basicConstraints(isAuthority: true, pathLength: nil), .keyUsage(.keyCertSign)]
            )
        )
        world.intermediates = [authority.certificate]
        let leaf = try authority.issue(.signer("契 花子")).certificate
        #expect(try world.report([CraftedList().list(by: authority)], about: leaf).checks == [.revocationUnknown])
    }

    @Test func `by a separate key say something when the CA above certified it, not when a neighbour did`() throws {
        var world = world
        let neighbour = try world.pki.root.issue(.authority("Neighbour"))
        let separate = DeclaredCertificate("TEST Issuing CA", [.keyUsage(.cRLSign)])
        #expect(separate.subject == issuing.certificate.subject)
        for (authority, expected) in [(world.pki.root, [Check]()), (neighbour, [.revocationUnknown])] {
            let lister = try authority.issue(separate)
            world.intermediates = [issuing.certificate, neighbour.certificate, lister.certificate]
            let lists = try [CraftedList().list(by: lister), CraftedList().list(by: neighbour)]
            #expect(try world.report(lists).checks == expected)
        }
    }

    @Test func `cannot hide a revocation under a heap of others`() throws {
        let revoking = try CraftedList(entries: [.init(certificate: signer)]).list(by: issuing)
        let good = try CraftedList(number: 2).list(by: issuing)
        // Made in the CA's name with a stranger's key.
        let stranger = try DeclaredIdentity(.authority("Stranger"))
        let name = issuing.certificate.subject
        var heap: [CertificateRevocationList] = [good]
        for number in 0..<2_000 {
            var list = CraftedList(number: number)
            list.thisUpdate += TimeInterval(number % 50)
            heap.append(try list.list(by: stranger, named: name))
        }
        let answer = try OCSPResponse(
            der: issuing.ocsp(
                about: signer,
                issuedBy: issuing.certificate,
                nextUpdate: world.time.addingTimeInterval(60)
            )
        )
        #expect(try world.report([good], [answer]).verdict == .valid)
        #expect(try world.report(heap + [revoking]).verdict != .valid)
        #expect(try world.report(heap + [revoking], [answer]).verdict != .valid)
    }
}

/// REV-3: a responder's own certificate, by CRL only.
@Suite struct `A delegated responder` {
    @Test func `without nocheck has to be good by a list`() throws {
        let world = try ChainWorld()
        let issuing = world.pki.issuing
        let declared = DeclaredCertificate(
            "Responder",
            [.keyUsage(.digitalSignature), .extendedKeyUsage([OID.ocspSigning], isCritical: false)]
        )
        let responder = try issuing.issue(declared)
        let answer = try OCSPResponse(
            der: responder.ocsp(
                about: world.signer.certificate,
                issuedBy: issuing.certificate,
                nextUpdate: world.time.addingTimeInterval(60)
            )
        )
        // No list of this CA covers users, so that the signer's state comes from the answer alone.
        let scope = DEREncoding.implicit(2, primitive: [0xFF])
        let unrelated = try CraftedList(scope: [scope]).list(by: issuing)
        #expect(try world.report([unrelated], [answer]).checks == [.revocationUnknown])
        let good = try CraftedList().list(by: issuing)
        #expect(try world.report([good], [answer]).verdict == .valid)
        let revoking = try CraftedList(entries: [.init(certificate: responder.certificate)]).list(by: issuing)
        let link = try #require(
            CertificatePath(
                certificates: [world.signer.certificate, issuing.certificate],
                anchor: world.pki.root.certificate
            ).linksFromAnchor.last
        )
        func answers(_ lists: [CertificateRevocationList]) -> Int {
            var material = ValidationMaterial()
            material.add(lists: lists, responses: [answer])
            return material.statements(about: link).count { !$0.isFromList }
        }
        #expect(answers([good]) == 1)
        #expect(answers([revoking]) == 0)
        #expect(answers([]) == 0)
    }
}
