import CMS
import DeclaredPKI
import Foundation
import SigningService
import Testing

@testable import Outbound

/// A missing issuer is looked for where the certificate says.
@Suite struct `A chain with a gap` {
    @Test func `is completed from the address of its issuer, as a certificate or in a CMS message`() async throws {
        let root = try DeclaredIdentity(.authority("TEST root"))
        for wrap in [Self.alone, Self.message] {
            try await withIssuer(of: root, wrap) { leaf, middle, client in
                let chain = await client.completed([leaf.der])
                #expect(chain == [leaf.der, middle.der])
            }
        }
    }

    @Test func `stays as it is when another certificate is there, or none`() async throws {
        let root = try DeclaredIdentity(.authority("TEST root"))
        let foreign = try DeclaredIdentity(.authority("TEST middle")).certificate.der
        for served in [foreign, [], Array("<html>".utf8)] {
            try await withIssuer(of: root, { _ in served }) { leaf, _, client in
                let chain = await client.completed([leaf.der])
                #expect(chain == [leaf.der])
            }
        }
    }

    private func withIssuer(
        of root: DeclaredIdentity,
        _ serving: @escaping @Sendable ([UInt8]) -> [UInt8],
        _ body: @escaping @Sendable (Certificate, Certificate, RevocationClient) async throws -> Void
    ) async throws {
        let middle = try root.issue(.authority("TEST middle"))
        try await withStub({ _, _ in StubAnswer(body: serving(middle.certificate.der)) }) { origin in
            let leaf = try middle.issue(
                DeclaredCertificate(
                    "TEST leaf",
                    [.authorityInformationAccess(ocsp: [], caIssuers: [origin + "/middle.cer"])]
                )
            )
            let client = RevocationClient(
                addresses: PublicAddressGuard(
                    exemptOrigins: [try #require(Origin(text: origin))],
                    resolve: resolveWithSystem
                ),
                now: { DeclaredPKI.now },
                randomBytes: systemRandomBytes
            )
            try await body(leaf.certificate, middle.certificate, client)
        }
    }

    private static let alone: @Sendable ([UInt8]) -> [UInt8] = { $0 }

    /// Certificates alone. RFC 5652 §5.1, RFC 8551 §3.8
    private static let message: @Sendable ([UInt8]) -> [UInt8] = { certificate in
        DEREncoding.sequence(
            DEREncoding.objectIdentifier(OID.signedData),
            DEREncoding.explicit(
                0,
                DEREncoding.sequence(
                    DEREncoding.integer(1),
                    DEREncoding.setOf([]),
                    DEREncoding.sequence(DEREncoding.objectIdentifier(OID.data)),
                    DEREncoding.implicit(0, constructed: certificate),
                    DEREncoding.setOf([])
                )
            )
        )
    }
}
