import CMS
import PDF

/// Reads the CMS of a signature, and checks what depends neither on time nor on trust: its form, the digest of the
/// covered bytes and the signature value.
///
/// - SeeAlso: EN 319 102-1 §5.2.2, §5.2.3, §5.2.7; CMS-V1…V10
struct SignedDataReading {
    private(set) var findings: [Finding] = []
    private(set) var facts: SignedDataFacts?
    private(set) var integrity = false

    init(
        _ contents: [UInt8],
        content: SignedContent?,
        others: [Certificate],
        isPAdES: Bool
    ) throws(PDFError) {
        let data: SignedData
        do throws(CMSError) {
            data = try SignedData(paddedContents: contents)
        } catch {
            findings = [Finding(error)]
            return
        }
        if data.warnings.contains(.notDER) || data.warnings.contains(.attributesNotInOrder) {
            findings.append(Finding(.cmsNotDER))
        }
        note { () throws(CMSError) in try data.checkDetachedForm() }
        note { () throws(CMSError) in try data.checkAlgorithms() }
        note { () throws(CMSError) in try data.checkSigningCertificateAttribute() }
        let signer = certificate(data, others)

        var isIntact = false
        if let hash = try? data.digestAlgorithm(), let digest = try content?.digest(hash.oid) {
            isIntact = note { () throws(CMSError) in try data.checkMessageDigest(digest) }
        }
        if let key = signer ?? data.signerByIdentifier {
            let verifies = note { () throws(CMSError) in try data.checkSignature(by: key) }
            integrity = isIntact && verifies
        }
        findings = findings.withoutRepetition
        facts = SignedDataFacts(data, signer: signer, others: others, isPAdES: isPAdES)
    }

    private mutating func certificate(_ data: SignedData, _ others: [Certificate]) -> Certificate? {
        do throws(CMSError) {
            return try data.signerCertificate(among: others)
        } catch {
            findings.append(Finding(error))
            return nil
        }
    }

    /// Runs a check and keeps what it says; true when it said nothing.
    @discardableResult
    private mutating func note(_ check: () throws(CMSError) -> Void) -> Bool {
        do throws(CMSError) {
            try check()
            return true
        } catch {
            findings.append(Finding(error))
            return false
        }
    }
}

extension SignedData {
    /// The certificate that the signer identifier alone names: enough to tell whether the bytes are intact.
    fileprivate var signerByIdentifier: Certificate? {
        guard let signer = try? soleSigner() else { return nil }
        return certificates.first { signer.identifier.names($0) }
    }
}

extension SignedDataFacts {
    fileprivate init(_ data: SignedData, signer: Certificate?, others: [Certificate], isPAdES: Bool) {
        let signerInfo = try? data.soleSigner()
        self.signer = signer
        certificates = data.certificates
        material = EmbeddedMaterial(crls: data.revocationLists, ocspResponses: data.ocspResponses)
        signatureAlgorithm = try? signerInfo?.effectiveSignatureAlgorithm()
        let reference = signerInfo?.signedAttributes?.signingCertificate
        hashes = [signerInfo?.digestAlgorithm.oid, reference?.hashAlgorithm.oid].compactMap { $0 }
        let reading = TimestampReading(kind: .signature, others: others)
        timestamps = (signerInfo?.signatureTimestampTokens ?? []).map { token in
            reading.facts(ofToken: token, over: signerInfo?.signature ?? [])
        }
        self.isPAdES = isPAdES && reference != nil
    }
}
