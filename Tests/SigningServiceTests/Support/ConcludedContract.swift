import CMS
import DeclaredPKI
import Foundation
import PDF
import SignerProtocol

@testable import SigningService

/// A contract at B-LTA with its certificates declared, and how it comes into the records of a world.
struct ConcludedContract {
    let pki: DeclaredPKI
    let signer: DeclaredIdentity
    let stamps: DeclaredPKI
    let authority: DeclaredIdentity
    let bytes: [UInt8]

    /// Everything lasts for years, so that what a test breaks is all that is broken.
    init(signerKey: DeclaredKey = .p256()) throws {
        let start = DeclaredPKI.now.addingTimeInterval(-86_400)
        let end = DeclaredPKI.now.addingTimeInterval(5 * 365 * 86_400)
        pki = try DeclaredPKI("TEST", from: start, until: end)
        signer = try pki.issuing.issue(.signer("契 太郎").valid(from: start, until: end), key: signerKey)
        stamps = try DeclaredPKI("TEST TSA", from: start, until: end)
        authority = try stamps.root.issue(.timestamping("TEST TSA").valid(from: start, until: end))
        bytes = try Self.sealed(pki, signer, stamps, authority)
    }

    var anchors: [[UInt8]] { [pki.root.certificate.der] }
    var timestampAnchors: [[UInt8]] { [stamps.root.certificate.der] }

    private static func sealed(
        _ pki: DeclaredPKI,
        _ signer: DeclaredIdentity,
        _ stamps: DeclaredPKI,
        _ authority: DeclaredIdentity
    ) throws -> [UInt8] {
        let time = DeclaredPKI.now.addingTimeInterval(-3_600)
        var bytes = SmallPDF.bytes()
        bytes += try addSignatureFields(
            [SignatureFieldRequest(name: "One", box: nil)],
            lockingForeignFields: true,
            to: Document(BytesSource(bytes))
        )
        let placeholder = try prepareSignature(
            field: "One",
            content: SignatureDictionaryContent(signingTime: time, docMDP: 2, contentsSize: 16_384),
            appearance: nil,
            in: Document(BytesSource(bytes))
        )
        let attributes = signer.signedAttributes(over: try placeholder.digest(over: BytesSource(bytes)))
        let signature = try signer.sign(attributes.der)
        bytes += try placeholder.filled(
            with: SignedData.encode(
                signedAttributes: attributes,
                signature: signature,
                signatureAlgorithm: signer.key.algorithm,
                certificates: [signer.certificate, pki.issuing.certificate],
                timestampToken: try authority.timestamp(
                    over: MessageImprint(of: signature, hashAlgorithm: .sha256),
                    at: time
                )
            )
        )
        let later = time.addingTimeInterval(60)
        bytes +=
            try addValidationData(
                certificates: [pki.issuing.certificate.der, pki.root.certificate.der, stamps.root.certificate.der],
                crls: [try pki.root.crl(thisUpdate: later), try stamps.root.crl(thisUpdate: later)],
                ocspResponses: [
                    try pki.issuing.ocsp(
                        about: signer.certificate,
                        issuedBy: pki.issuing.certificate,
                        thisUpdate: later,
                        nextUpdate: later.addingTimeInterval(3_600)
                    )
                ],
                to: Document(BytesSource(bytes))
            ) ?? []
        let stamp = try prepareDocumentTimestamp(contentsSize: 16_384, in: Document(BytesSource(bytes)))
        let imprint = try MessageImprint(
            hashAlgorithm: .sha256,
            digest: stamp.digest(over: BytesSource(bytes))
        )
        return bytes + (try stamp.filled(with: authority.timestamp(over: imprint, at: time.addingTimeInterval(120))))
    }

    /// Puts it into the records as a concluded envelope; contract and certificate are the same file.
    @discardableResult
    func conclude(in world: World, renewBy: Timestamp? = nil) async throws -> Envelope {
        let sender = try await world.sender()
        var envelope = try await world.sent(by: sender)
        let custody = Custody(needs: world.needs)
        let organisation = envelope.organisation
        let evidence = try await custody.keepNew(
            Array("{}".utf8),
            name: "evidence.json",
            pages: 0,
            organisation: organisation
        )
        // What was uploaded is unsigned; what follows is ours, and last, so that it is the newest segment.
        let upload = Array(bytes.prefix(SmallPDF.bytes().count))
        let contract = try await custody.keepNew(upload, name: "契約書.pdf", pages: 1, organisation: organisation)
        let time = world.clock.now
        envelope = Envelope(
            id: EnvelopeID(from: systemRandomBytes),
            organisation: organisation,
            sender: envelope.sender,
            title: envelope.title,
            language: .ja,
            document: contract.id,
            createdAt: time,
            expiresAt: nil,
            signers: [],
            state: .sealed(
                Sealed(
                    at: time,
                    level: "B-LTA",
                    renewBy: renewBy ?? time.advanced(by: .seconds(365 * 86_400)),
                    certificate: contract.id,
                    evidence: evidence.id
                )
            ),
            waitingFor: nil,
            version: 0
        )
        let concluded = envelope
        try await world.needs.store.write { transaction in
            try transaction.insert(contract)
            try transaction.insert(evidence)
            try transaction.save(
                Change(
                    concluded,
                    expectedVersion: 0,
                    audit: AuditNote(.sealed, by: AuditNote.service),
                    at: time
                )
            )
        }
        let open = try await custody.open(contract, by: AuditNote.service, for: .seal)
        let signed = try await open.reading {
            try custody.keep(suffix: Array(bytes.dropFirst(upload.count)), after: open)
        }
        try await world.needs.store.write { try $0.append(signed, to: contract.id, after: 1) }
        return concluded
    }
}
