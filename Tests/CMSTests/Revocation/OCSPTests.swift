import CMS
import Crypto
import DeclaredPKI
import Foundation
import Testing

/// REV-1…4, one fault at a time.
@Suite struct `An OCSP answer` {
    let authority: DeclaredPKI
    let subject: DeclaredIdentity

    init() throws {
        authority = try DeclaredPKI()
        subject = try authority.signer()
    }

    private func answer(
        by signer: DeclaredIdentity,
        about certificate: Certificate? = nil,
        state: CertificateStatus.State = .good,
        hash: HashAlgorithm = .sha1,
        thisUpdate: Date = DeclaredPKI.now,
        nextUpdate: Date? = DeclaredPKI.now.addingTimeInterval(3600),
        responderID: ResponderID? = nil,
        extensions: [CertificateExtension] = [],
        certificates: [Certificate]? = nil
    ) throws -> [UInt8] {
        let identifier = try CertID(
            certificate: certificate ?? subject.certificate,
            issuer: authority.issuing.certificate,
            hashAlgorithm: hash
        )
        let single = SingleResponse(
            certificate: identifier,
            state: state,
            thisUpdate: thisUpdate,
            nextUpdate: nextUpdate,
            extensions: extensions
        )
        return try signer.ocsp(single, responderID: responderID, nonce: [1, 2, 3], certificates: certificates)
    }

    @discardableResult
    private func status(_ der: [UInt8], at time: Date = DeclaredPKI.now) throws -> CertificateStatus {
        try OCSPResponse(der: der).status(
            of: subject.certificate,
            issuer: authority.issuing.certificate,
            at: time
        )
    }

    @Test(arguments: [HashAlgorithm.sha1, .sha256])
    func `by the issuer's key is accepted`(hash: HashAlgorithm) throws {
        let status = try status(answer(by: authority.issuing, hash: hash, certificates: []))
        #expect(status.state == .good && status.signer == .issuer)
        #expect(status.thisUpdate == DeclaredPKI.now && status.coversLifetime(of: subject.certificate))
    }

    @Test func `by an appointed responder is accepted, by name or key`() throws {
        let responder = try authority.responder()
        let byName = try status(answer(by: responder))
        #expect(byName.signer == .delegate(responder.certificate, noCheck: true))
        let key = try CertificateExtension.keyIdentifier(of: responder.certificate.publicKeyInfo)
        #expect(try status(answer(by: responder, responderID: .keyHash(key))).state == .good)
        // REV-3: without nocheck the responder's own status is to be asked for.
        let checked = try authority.issuing.issue(
            DeclaredCertificate("TEST OCSP", [.extendedKeyUsage([OID.ocspSigning], isCritical: false)])
        )
        #expect(try status(answer(by: checked)).signer == .delegate(checked.certificate, noCheck: false))
    }

    @Test func `tells revocation and ignorance from good`() throws {
        let when = DeclaredPKI.now.addingTimeInterval(-60)
        let revoked = try status(answer(by: authority.issuing, state: .revoked(at: when, .keyCompromise)))
        #expect(revoked.state == .revoked(at: when, .keyCompromise))
        #expect(try status(answer(by: authority.issuing, state: .unknown)).state == .unknown)
    }

    /// REV-1.
    @Test func `about another certificate is refused`() throws {
        let other = try authority.signer(serialNumber: 11)
        #expect(throws: CMSError.responseCoversOthers) {
            try status(answer(by: authority.issuing, about: other.certificate))
        }
    }

    /// REV-2.
    @Test func `by a responder of another authority is refused`() throws {
        let foreign = try authority.root.issue(.responder("TEST OCSP"))
        #expect(throws: CMSError.responderUnauthorised(.notIssuedByAuthority)) { try status(answer(by: foreign)) }
        let imitation = try DeclaredPKI().responder()
        #expect(throws: CMSError.responderUnauthorised(.notIssuedByAuthority)) { try status(answer(by: imitation)) }
    }

    /// REV-2.
    @Test(arguments: [
        ([], ResponderFault.noOCSPSigning),
        ([CertificateExtension.extendedKeyUsage([OID.emailProtection], isCritical: false)], .noOCSPSigning),
        ([.extendedKeyUsage([OID.ocspSigning], isCritical: false), .keyUsage([.nonRepudiation])], .noDigitalSignature),
        (
            [
                .extendedKeyUsage([OID.ocspSigning], isCritical: false),
                .basicConstraints(isAuthority: true, pathLength: nil),
            ], .isAuthority
        ),
    ])
    func `by a certificate that was not made for it is refused`(
        extensions: [CertificateExtension],
        fault: ResponderFault
    ) throws {
        let responder = try authority.issuing.issue(DeclaredCertificate("TEST OCSP", extensions))
        #expect(throws: CMSError.responderUnauthorised(fault)) { try status(answer(by: responder)) }
    }

    /// Attack 30.
    @Test func `by the subject itself is refused, whatever its certificate allows`() throws {
        let selfish = try authority.issuing.issue(
            DeclaredCertificate("佐藤", [.extendedKeyUsage([OID.ocspSigning], isCritical: false)]).serial(10),
            key: subject.key
        )
        #expect(throws: CMSError.responderIsSubject) { try status(answer(by: selfish)) }
    }

    /// REV-4.
    @Test func `by another than it names, or by nobody known, is refused`() throws {
        let responder = try authority.responder()
        #expect(throws: CMSError.signatureInvalid) {
            try status(answer(by: responder, responderID: .name(authority.issuing.certificate.subject)))
        }
        #expect(throws: CMSError.responderUnknown) { try status(answer(by: responder, certificates: [])) }
        #expect(throws: CMSError.responderUnknown) {
            try status(answer(by: responder, responderID: .keyHash([UInt8](repeating: 0, count: 20))))
        }
    }

    @Test func `changed after signing is refused`() throws {
        let response = try OCSPResponse(der: answer(by: authority.issuing))
        let der = response.der
        let start = try #require(der.indices.first { der[$0...].starts(with: response.tbs) })
        // One bit in each eighth byte of what is signed.
        for index in stride(from: start, to: start + response.tbs.count, by: 8) {
            var changed = der
            changed[index] ^= 1
            #expect(throws: CMSError.self, "byte \(index)") { try status(changed) }
        }
    }

    /// REV-4.
    @Test func `is current between its updates`() throws {
        let der = try answer(by: authority.issuing)
        let next = DeclaredPKI.now.addingTimeInterval(3600)
        try status(der, at: next)
        #expect(throws: CMSError.stale(nextUpdate: next)) { try status(der, at: next.addingTimeInterval(1)) }
        #expect(throws: CMSError.notYetValid(thisUpdate: DeclaredPKI.now)) {
            try status(der, at: DeclaredPKI.now.addingTimeInterval(-1))
        }
        #expect(throws: CMSError.timesInconsistent) {
            try status(answer(by: authority.issuing, thisUpdate: DeclaredPKI.now.addingTimeInterval(10)), at: next)
        }
    }

    @Test func `with an unknown critical extension is refused`() throws {
        let unknown = CertificateExtension(oid: "1.2.3", isCritical: true, value: DEREncoding.null)
        #expect(throws: CMSError.criticalExtensionUnknown("1.2.3")) {
            try status(answer(by: authority.issuing, extensions: [unknown]))
        }
    }

    @Test func `that failed says how`() {
        #expect(throws: CMSError.responseNotSuccessful(3)) { try OCSPResponse(der: OCSPResponseContent.failure(3)) }
    }

    @Test func `answers the nonce that was sent`() throws {
        let request = try OCSPRequest(
            certificate: subject.certificate,
            issuer: authority.issuing.certificate,
            nonce: [1, 2, 3]
        )
        let read = try OCSPRequest(der: request.der)
        #expect(read == request)
        #expect(read.certificates.first?.names(subject.certificate, issuedBy: authority.issuing.certificate) == true)
        let response = try OCSPResponse(der: answer(by: authority.issuing))
        #expect(throws: Never.self) { try response.checkNonce([1, 2, 3]) }
        #expect(throws: CMSError.responseNonceMismatch) { try response.checkNonce([1, 2, 4]) }
    }
}
