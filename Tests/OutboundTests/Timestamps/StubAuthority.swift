import CMS
import DeclaredPKI
import Foundation

@testable import Outbound

/// A TSA with one fault.
struct StubAuthority: Sendable {
    enum Fault: CaseIterable {
        case serverError, otherContentType, garbage, tooLarge, rejection, waiting, redirect, trailingBytes
        case otherImprint, otherHash, otherNonce, noNonce, otherPolicy, past, future, brokenSignature
        case usageNotCritical, otherUsage, noUsage, ended
        case noCertificate, otherCertificateNamed, twoSigners, otherContent, modifiedToNonsense
    }

    /// What is accepted all the same.
    enum Oddity: CaseIterable {
        case withModifications, almostLate, fractionEndsInZero
    }

    private let fault: Fault?
    private let oddity: Oddity?
    private let identity: DeclaredIdentity

    var certificate: Certificate { identity.certificate }

    init(_ fault: Fault? = nil, oddity: Oddity? = nil) throws {
        self.fault = fault
        self.oddity = oddity
        let usage: [CertificateExtension] =
            switch fault {
            case .usageNotCritical: [.extendedKeyUsage([OID.timeStamping], isCritical: false)]
            case .otherUsage: [.extendedKeyUsage([OID.timeStamping, OID.ocspSigning], isCritical: true)]
            case .noUsage: []
            default: [.extendedKeyUsage([OID.timeStamping], isCritical: true)]
            }
        var declared = DeclaredCertificate("TEST TSA", usage + [.keyUsage([.digitalSignature])])
        if fault == .ended {
            let now = DeclaredPKI.now
            declared = declared.valid(from: now.addingTimeInterval(-7_200), until: now.addingTimeInterval(-3_600))
        }
        identity = try DeclaredIdentity(declared)
    }

    /// As the settings would name it, with itself as its anchor.
    func at(
        _ url: String,
        name: String = "stub",
        requestedPolicy: String? = nil,
        access: PartnerAccess = PartnerAccess(),
        timeLimit: Duration = .seconds(60)
    ) throws -> TimestampAuthority {
        TimestampAuthority(
            name: name,
            url: URL(string: url) ?? URL(filePath: "/"),
            policies: [`A timestamp client`.policy],
            requestedPolicy: requestedPolicy,
            anchors: [identity.certificate],
            access: access,
            timeLimit: timeLimit
        )
    }

    func answer(_ body: [UInt8]) throws -> StubAnswer {
        switch fault {
        case .serverError: return StubAnswer(status: 500)
        case .garbage: return reply(Array("nothing".utf8))
        case .tooLarge: return reply(Array(repeating: 0, count: 65 * 1024))
        case .rejection: return reply(TimestampResponse.refusing(.badAlgorithm, text: "no"))
        // Status 3, with which no token comes. RFC 3161 §2.4.2
        case .waiting: return reply(DEREncoding.sequence(DEREncoding.sequence(DEREncoding.integer(3))))
        case .redirect: return StubAnswer(status: 302, location: "/elsewhere")
        default:
            let token = try token(for: TimestampRequest(der: body))
            let status = fault == .modifiedToNonsense || oddity == .withModifications ? 1 : 0
            var bytes = DEREncoding.sequence(DEREncoding.sequence(DEREncoding.integer(status)), token)
            if fault == .trailingBytes { bytes.append(0) }
            var answer = reply(bytes)
            if fault == .otherContentType { answer.contentType = "text/html" }
            return answer
        }
    }

    private func reply(_ bytes: [UInt8]) -> StubAnswer {
        StubAnswer(contentType: "application/timestamp-reply", body: bytes)
    }

    private func token(for request: TimestampRequest) throws -> [UInt8] {
        let content = TSTInfoContent(
            policy: fault == .otherPolicy ? "1.2.3" : `A timestamp client`.policy,
            imprint: try imprint(for: request),
            serialNumber: [1],
            genTime: DeclaredPKI.now.addingTimeInterval(offset),
            accuracyInSeconds: 1,
            nonce: fault == .noNonce ? nil : fault == .otherNonce ? [0x41, 1, 2, 3, 4, 5, 6, 7] : request.nonce
        )
        let byHand: [Fault?] = [.noCertificate, .otherCertificateNamed, .twoSigners, .otherContent]
        guard byHand.contains(fault) || oddity == .fractionEndsInZero else {
            return try identity.timestamp(content) { fault == .brokenSignature ? [0] : $0 }
        }
        return try handmade(content)
    }

    private var offset: TimeInterval {
        switch (fault, oddity) {
        case (.future, _): 61
        case (.past, _): -61
        case (_, .almostLate): -59
        default: 0
        }
    }

    private func imprint(for request: TimestampRequest) throws -> MessageImprint {
        switch fault {
        case .otherImprint, .modifiedToNonsense: MessageImprint(of: [1], hashAlgorithm: .sha256)
        case .otherHash: MessageImprint(of: [1], hashAlgorithm: .sha384)
        default: request.imprint
        }
    }

    /// Tokens that sign everything right and are not what a token usually is.
    private func handmade(_ content: TSTInfoContent) throws -> [UInt8] {
        let type = fault == .otherContent ? OID.data : OID.tstInfo
        let info = oddity == .fractionEndsInZero ? withFraction(content) : content.der
        let attributes = SignedAttributes(
            contentType: type,
            messageDigest: identity.key.digestAlgorithm.digest(of: info),
            signingCertificate: fault == .otherCertificateNamed ? try StubAuthority().certificate : certificate,
            digestAlgorithm: identity.key.digestAlgorithm,
            signatureAlgorithm: identity.key.algorithm,
            signingTime: content.genTime
        )
        let digestAlgorithm = DEREncoding.sequence(DEREncoding.objectIdentifier("2.16.840.1.101.3.4.2.1"))
        let signer = DEREncoding.sequence(
            DEREncoding.integer(1),
            DEREncoding.sequence(certificate.issuer.der, DEREncoding.integer(unsigned: certificate.serialNumber)),
            digestAlgorithm,
            // The SET under [0]: another tag, the same length.
            [0xA0] + attributes.der.dropFirst(),
            // ecdsa-with-SHA256, as of every key that is declared without another.
            DEREncoding.sequence(DEREncoding.objectIdentifier("1.2.840.10045.4.3.2")),
            DEREncoding.octetString(try identity.sign(attributes.der))
        )
        let signedData = DEREncoding.sequence(
            DEREncoding.integer(3),
            DEREncoding.setOf([digestAlgorithm]),
            DEREncoding.sequence(
                DEREncoding.objectIdentifier(type),
                DEREncoding.explicit(0, DEREncoding.octetString(info))
            ),
            fault == .noCertificate ? [] : DEREncoding.implicit(0, constructed: certificate.der),
            DEREncoding.setOf(fault == .twoSigners ? [signer, signer] : [signer])
        )
        return DEREncoding.sequence(
            DEREncoding.objectIdentifier(OID.signedData),
            DEREncoding.explicit(0, signedData)
        )
    }

    /// The same with a time whose fraction ends in a zero: 2026-09-21T14:13:20.50Z. TSP-9
    private func withFraction(_ content: TSTInfoContent) -> [UInt8] {
        DEREncoding.sequence(
            DEREncoding.integer(1),
            DEREncoding.objectIdentifier(content.policy),
            DEREncoding.sequence(
                DEREncoding.sequence(DEREncoding.objectIdentifier("2.16.840.1.101.3.4.2.1"), [0x05, 0x00]),
                DEREncoding.octetString(content.imprint.digest)
            ),
            DEREncoding.integer(unsigned: content.serialNumber),
            DEREncoding.value(tag: 0x18, Array("20260921141320.50Z".utf8)),
            content.nonce.map { DEREncoding.integer(unsigned: $0) } ?? []
        )
    }
}
