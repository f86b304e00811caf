import CMS
import PDF

/// Reads a timestamp token, and checks what depends neither on time nor on trust: its form, its imprint, its signature
/// value and the usage of its certificate.
///
/// - SeeAlso: TSP-3, TSP-4; EN 319 102-1 §5.4
struct TimestampReading {
    let kind: TimestampReport.Kind
    /// Certificates from elsewhere in the file.
    let others: [Certificate]

    /// A token in the unsigned attributes of a signature, over the signature value.
    func facts(ofToken token: [UInt8], over signature: [UInt8]) -> TimestampFacts {
        do throws(CMSError) {
            let token = try TimestampToken(der: token)
            return facts(of: token) { () throws(CMSError) in try token.checkImprint(of: signature) }
        } catch {
            return .unreadable(kind, [Finding(.timestampMalformed, error.code)])
        }
    }

    /// A token (DER) that covers what `check` says.
    func facts(ofToken token: [UInt8], checking check: (TimestampToken) throws(CMSError) -> Void) -> TimestampFacts {
        do throws(CMSError) {
            let token = try TimestampToken(der: token)
            return facts(of: token) { () throws(CMSError) in try check(token) }
        } catch {
            return .unreadable(kind, [Finding(.timestampMalformed, error.code)])
        }
    }

    /// The `/Contents` of a document timestamp, over the covered bytes.
    func facts(ofContents contents: [UInt8], over content: SignedContent?) throws(PDFError) -> TimestampFacts {
        let token: TimestampToken
        do throws(CMSError) {
            token = try TimestampToken(paddedContents: contents)
        } catch {
            let check: Check = if case .trailingBytes = error { .cmsTrailingBytes } else { .timestampMalformed }
            return .unreadable(kind, [Finding(check, error.code)])
        }
        let digest = try content?.digest(token.info.imprint.hashAlgorithm.oid)
        return facts(of: token) { () throws(CMSError) in
            guard digest == token.info.imprint.digest else { throw .timestampImprintMismatch }
        }
    }

    private func facts(
        of token: TimestampToken,
        checkImprint: () throws(CMSError) -> Void
    ) -> TimestampFacts {
        var findings: [Finding] = []
        var authority: Certificate?
        do throws(CMSError) {
            try checkImprint()
        } catch {
            findings.append(Finding(timestamp: error))
        }
        do throws(CMSError) {
            let certificate = try token.verifySignature(among: others)
            authority = certificate
            try TimestampToken.checkUsage(of: certificate)
        } catch {
            findings.append(Finding(timestamp: error))
        }
        let signer = try? token.signedData.soleSigner()
        return TimestampFacts(
            kind: kind,
            time: token.info.genTime,
            authority: authority,
            certificates: token.certificates,
            material: EmbeddedMaterial(
                crls: token.signedData.revocationLists,
                ocspResponses: token.signedData.ocspResponses
            ),
            signatureAlgorithm: try? signer?.effectiveSignatureAlgorithm(),
            hashes: [token.info.imprint.hashAlgorithm.oid, signer?.digestAlgorithm.oid].compactMap { $0 },
            findings: findings
        )
    }
}

extension Finding {
    /// What an error of a timestamp token means for the timestamp.
    fileprivate init(timestamp error: CMSError) {
        let check: Check =
            switch error {
            case .timestampImprintMismatch, .archiveIndexEntryMissing, .evidenceDataAbsent, .evidenceRenewalBroken:
                .timestampImprint
            case .evidenceOrder: .timestampOrder
            case .messageDigestMismatch, .signatureInvalid, .algorithmParameters, .keyUnsuitable: .timestampSignature
            case .signerCertificateAbsent, .signingCertificateMismatch, .signingCertificateAttributeAbsent:
                .timestampCertificate
            case .timestampAuthorityUsage: .timestampKeyUsage
            case .algorithmUnsupported, .curveNotNamed: .algorithmUnsupported
            default: .timestampMalformed
            }
        self.init(check, error.code)
    }
}

extension TimestampFacts {
    /// A timestamp of which nothing can be read.
    static func unreadable(_ kind: TimestampReport.Kind, _ findings: [Finding]) -> TimestampFacts {
        TimestampFacts(
            kind: kind,
            time: nil,
            authority: nil,
            certificates: [],
            material: EmbeddedMaterial(),
            signatureAlgorithm: nil,
            hashes: [],
            findings: findings
        )
    }
}
