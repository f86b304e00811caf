import CMS
import Foundation
import PDF
import SignatureValidation

/// Every algorithm that the proof in a signed file rests on, and those that will not last until a moment.
///
/// Signatures and their timestamps, the certificates that the file carries, OCSP responses and CRLs; the digests of
/// signatures and imprints.
///
/// - SeeAlso: SIGNING.md section E, E-2 and E-3
struct AlgorithmsInUse {
    private(set) var count = 0
    /// What is too weak, and for what it is used; sorted.
    private(set) var weak: Set<String> = []

    private let policy: AlgorithmPolicy
    private let until: Date

    init(_ policy: AlgorithmPolicy, until: Date) {
        self.policy = policy
        self.until = until
    }

    /// Throws `PDFError` or `CMSError` when the file cannot be read.
    mutating func add(_ document: Document) throws {
        let store = try document.documentSecurityStore()
        var data: [SignedData] = []
        for signature in try document.signatures() {
            let signed = try SignedData(paddedContents: signature.contents ?? [])
            data.append(signed)
            data += try signed.signerInfos.flatMap(\.signatureTimestampTokens).map { try SignedData(der: $0) }
        }
        let carried = try store.certificates.map { try Certificate(der: $0) } + data.flatMap(\.certificates)
        for signed in data { try add(signed, carried) }
        try add(carried)
        for response in try store.ocspResponses.map({ try OCSPResponse(der: $0) }) {
            let responder = (response.certificates + carried).first { response.responderID.names($0) }
            add("OCSP", response.signatureAlgorithm, by: responder)
        }
        for list in try store.crls.map({ try CertificateRevocationList(der: $0) }) {
            add("CRL", list.signatureAlgorithm, by: carried.first { list.issuer.matches($0.subject) })
        }
    }

    /// Certificates below their issuers, leaf first and with the root; the root's own signature proves nothing.
    mutating func add(_ certificates: [Certificate]) throws {
        for certificate in Set(certificates) where !certificate.isSelfIssued {
            let issuer = certificates.first { certificate.issuer.matches($0.subject) }
            // An issuer that the file leaves out is an anchor, whose key is looked at where it is carried.
            guard let issuer else { continue }
            add("certificate of \(certificate.subject.display)", certificate.signatureAlgorithm, by: issuer)
        }
    }

    /// What a key signs with.
    mutating func add(_ use: String, _ algorithm: AlgorithmIdentifier, by certificate: Certificate?) {
        guard let certificate else {
            weak.insert("\(use): signer unknown")
            return
        }
        note(
            use,
            policy.verdict(onSignature: algorithm, publicKeyInfo: certificate.publicKeyInfo, at: until)
        )
    }

    private mutating func add(_ signed: SignedData, _ carried: [Certificate]) throws {
        for signer in signed.signerInfos {
            let certificate = (signed.certificates + carried).first(where: signer.identifier.names)
            add(
                signed.contentType == OID.tstInfo ? "timestamp" : "signature",
                try signer.effectiveSignatureAlgorithm(),
                by: certificate
            )
            note("digest", policy.verdict(onHash: signer.digestAlgorithm.oid, at: until))
        }
        if signed.contentType == OID.tstInfo, let content = signed.content {
            note("imprint", policy.verdict(onHash: try TSTInfo(der: content).imprint.hashAlgorithm.oid, at: until))
        }
    }

    private mutating func note(_ use: String, _ verdict: AlgorithmPolicy.Verdict) {
        count += 1
        switch verdict {
        case .acceptable: return
        case .expired(let name, let date): weak.insert("\(use): \(name) until \(date.formatted(.iso8601))")
        case .unsupported(let name): weak.insert("\(use): \(name)")
        }
    }
}
