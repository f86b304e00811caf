import CMS
import DeclaredPKI
import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// The CMS of a signature, one fault at a time, as the judge of the whole file sees it.
///
/// Row 16 `CMS_TRAILING_BYTES`, 17 `SIGNERINFO_COUNT`, 18 `ECONTENT_PRESENT`, 19 `CONTENT_TYPE_ATTR`, 20
/// `MESSAGE_DIGEST_ATTR` or HASH_FAILURE `HASH_MISMATCH`, 21 `SIGNED_ATTRS_REQUIRED`, 22 `ESS_MISMATCH`, 23
/// `ALG_CONFUSION`, 39 `CMS_NOT_DER`, or a malformed structure.
///
/// - SeeAlso: SIGNING C rows 16–23, 39; CMS-V1…V7, V10
@Suite struct `A CMS that an attacker wrote` {
    static let failed = Conclusion.failed(.formatFailure)

    let world: TestWorld

    init() throws {
        world = try TestWorld()
    }

    /// A contract whose CMS is made by `change` from the right one.
    private func verdict(
        padding: [UInt8] = [],
        _ change: (inout CraftedSignedData) throws -> Void = { _ in },
        wrapping: ([UInt8]) -> [UInt8] = { $0 }
    ) throws -> Verdict {
        var contract = Contract(world)
        try contract.sign { digest in
            var crafted = CraftedSignedData(
                digest: digest,
                by: world.signer,
                chain: [world.issuing.certificate]
            )
            try change(&crafted)
            return wrapping(try crafted.der()) + padding
        }
        return try Verdict(contract.bytes, in: world)
    }

    @Test func `passes when it is right`() throws {
        let verdict = try verdict()
        #expect(verdict.document == .totalPassed, "\(verdict)")
    }

    @Test(arguments: [[1], [0, 0, 0, 7], [0x30, 0]] as [[UInt8]])
    func `fails with bytes behind it (row 16)`(padding: [UInt8]) throws {
        #expect(try verdict(padding: padding).has(Self.failed, "CMS_TRAILING_BYTES"))
    }

    @Test(arguments: [0, 2])
    func `fails with none or two signers (row 17)`(count: Int) throws {
        #expect(try verdict { $0.signerCount = count }.has(Self.failed, "SIGNERINFO_COUNT"))
    }

    @Test func `fails with content inside (row 18)`() throws {
        #expect(try verdict { $0.content = [1, 2, 3] }.has(Self.failed, "ECONTENT_PRESENT"))
    }

    @Test func `fails with a wrong content type (row 19)`() throws {
        let oid = OID.contentTypeAttribute
        let other = Attribute(oid: oid, values: [DEREncoding.objectIdentifier(OID.tstInfo)])
        #expect(try verdict { $0.replace(oid, with: [other]) }.has(Self.failed, "CONTENT_TYPE_ATTR"))
        #expect(try verdict { $0.replace(oid, with: []) }.has(Self.failed, "CONTENT_TYPE_ATTR"))
        let twice = try verdict { crafted in
            let own = try #require(crafted.attribute(oid))
            crafted.replace(oid, with: [own, own])
        }
        #expect(twice.has(Self.failed, "CONTENT_TYPE_ATTR"))
        #expect(try verdict { $0.contentType = OID.tstInfo }.has(Self.failed, "CONTENT_TYPE_ATTR"))
    }

    @Test func `fails with a wrong message digest (row 20)`() throws {
        let oid = OID.messageDigestAttribute
        let zeros = DEREncoding.octetString([UInt8](repeating: 0, count: 32))
        let wrong = try verdict { $0.replace(oid, with: [Attribute(oid: oid, values: [zeros])]) }
        #expect(wrong.has(.failed(.hashFailure), "HASH_MISMATCH"), "\(wrong)")
        #expect(try verdict { $0.replace(oid, with: []) }.has(Self.failed, "MESSAGE_DIGEST_ATTR"))
        let twice = try verdict { crafted in
            let own = try #require(crafted.attribute(oid))
            crafted.replace(oid, with: [own, Attribute(oid: oid, values: [zeros])])
        }
        #expect(twice.has(Self.failed, "MESSAGE_DIGEST_ATTR"))
        let two = try verdict { crafted in
            let own = try #require(crafted.attribute(oid))
            crafted.replace(oid, with: [Attribute(oid: oid, values: own.values + [zeros])])
        }
        #expect(two.has(Self.failed, "MESSAGE_DIGEST_ATTR"))
    }

    @Test func `fails when the attributes were signed as content (row 21)`() throws {
        let confused = try verdict { crafted in
            crafted.signedInstead = DEREncoding.setOf((crafted.attributes ?? []).map(\.der))
            crafted.attributes = nil
        }
        #expect(confused.has(Self.failed, "SIGNED_ATTRS_REQUIRED"), "\(confused)")
    }

    @Test func `is unclear when another certificate of the same key is shown (row 22)`() throws {
        let twin = try world.issuing.issue(
            .signer("別 人").serial(4).valid(
                from: TestWorld.start,
                until: TestWorld.start.addingTimeInterval(TestWorld.year)
            ),
            key: world.signer.key
        )
        let swapped = try verdict { $0.certificates = [twin.certificate.der, world.issuing.certificate.der] }
        #expect(swapped.has(.indeterminate(.noSigningCertificateFound), "ESS_MISMATCH"), "\(swapped)")
    }

    @Test func `is unclear when no certificate is named (row 22)`() throws {
        let absent = try verdict { $0.replace(OID.signingCertificateV2, with: []) }
        #expect(absent.has(.indeterminate(.signatureConstraintsFailure), "ESS_ABSENT"), "\(absent)")
    }

    @Test func `fails when its algorithms contradict one another (row 23)`() throws {
        let digest = try verdict { $0.digestAlgorithm = HashAlgorithm.sha384.identifier }
        #expect(digest.has(Self.failed, "ALG_CONFUSION"), "\(digest)")
        let signature = try verdict { $0.signatureAlgorithm = .ecdsaWithSHA384 }
        #expect(signature.has(Self.failed, "ALG_CONFUSION"), "\(signature)")
        let unprotected = try verdict { crafted in
            crafted.replace(OID.algorithmProtection, with: [])
            crafted.signatureAlgorithm = .ecdsaWithSHA512
        }
        #expect(unprotected.has(Self.failed, "ALG_CONFUSION"), "\(unprotected)")
    }

    // MARK: Row 39

    @Test func `passes with a BER wrapper, and says so (row 39, CMS-V10)`() throws {
        let ber = try verdict(wrapping: { der in [0x30, 0x80] + der[(2 + Int(der[1] & 0x7F))...] + [0, 0] })
        #expect(ber.document == .totalPassed, "\(ber)")
        #expect(ber.codes.contains("CMS_NOT_DER"))
    }

    @Test func `passes with attributes out of order, over the bytes as they are (row 39, CMS-V6)`() throws {
        let unordered = try verdict { $0.attributes?.reverse() }
        #expect(unordered.document == .totalPassed, "\(unordered)")
        #expect(unordered.codes.contains("CMS_NOT_DER"))
    }

    @Test func `fails when attributes were signed in another order than they stand in (row 39)`() throws {
        let reordered = try verdict { crafted in
            crafted.signedInstead = DEREncoding.setOf((crafted.attributes ?? []).map(\.der))
            crafted.attributes?.reverse()
        }
        #expect(reordered.has(.failed(.signatureCryptoFailure), "SIGNATURE_INVALID"), "\(reordered)")
    }

    /// Lengths in the long form, and indefinite ones, in what has to be DER whatever is around it.
    @Test func `fails with BER inside (row 39, CMS-V10)`() throws {
        let digest = Array(repeating: UInt8(7), count: 32)
        let long = Attribute(oid: "1.2.3.4", values: [[0x04, 0x81, 0x20] + digest])
        let indefinite = Attribute(oid: "1.2.3.4", values: [[0x24, 0x80, 0x04, 0x20] + digest + [0, 0]])
        for attribute in [long, indefinite] {
            let inside = try verdict { crafted in crafted.replace("1.2.3.4", with: [attribute]) }
            #expect(inside.has(Self.failed, "CMS_MALFORMED"), "\(inside)")
        }
    }

    @Test func `fails with a certificate in BER (row 39, CMS-V10)`() throws {
        let der = world.signer.certificate.der
        let ber = [0x30, 0x80] + der[(2 + Int(der[1] & 0x7F))...] + [0, 0]
        let verdict = try verdict { $0.certificates = [ber, world.issuing.certificate.der] }
        #expect(verdict.document != .totalPassed, "\(verdict)")
        #expect(verdict.conclusion == .indeterminate(.noSigningCertificateFound), "\(verdict)")
    }
}
