import PDF
import SignatureValidation
import SignerProtocol

/// Looks at the signatures that an upload has already: whether they are whole, and let others sign after them.
///
/// Whether their signers can be trusted is shown, but does not decide: people sign with certificates that we know nothing of.
///
/// - SeeAlso: PDF-13; VAL-7, VAL-9; docs/decisions/0039
struct JudgeEarlierSignatures: Sendable {
    let needs: ServiceNeeds

    /// The verdict on each.
    ///
    /// - Throws: `ServiceError.documentRefused` when one is broken, was changed after, or permits no further signature.
    func verdicts(on document: Document) throws -> [EarlierSignature] {
        let terms: CoSigningTerms
        let places: Int
        do throws(PDFError) {
            terms = try document.coSigningTerms()
            places = try document.placesToSign().count
        } catch {
            throw refused(PreflightFinding(cause: error))
        }
        switch terms {
        case .newFields: break
        case .fields:
            guard places > 0 else { throw refused(PreflightFinding(.noFieldToSign)) }
        case .none(let reason): throw refused(PreflightFinding(reason))
        }
        let input = ValidationInput(source: document.source, time: needs.now().date, fetched: nil)
        let policy = try Judge(needs: needs).policy()
        let report: ValidationReport
        do throws(ValidationError) {
            report = try validate(input, policy: policy)
        } catch {
            throw refused(PreflightFinding(.signatureBroken))
        }
        let isWhole =
            report.changesAfterSigning.isEmpty && report.signatures.allSatisfy(\.isWhole)
            && report.timestamps.allSatisfy { $0.conclusion.indication != .totalFailed }
        guard isWhole else { throw refused(PreflightFinding(.signatureBroken)) }
        return report.signatures.map(EarlierSignature.init)
            + report.timestamps.filter { $0.kind == .document }.map(EarlierSignature.init)
    }

    private func refused(_ finding: PreflightFinding) -> ServiceError {
        .documentRefused([DocumentFinding(finding)])
    }
}

extension SignatureReport {
    /// Whether what was signed is what is there, and nothing but trust or time is open.
    fileprivate var isWhole: Bool {
        guard integrity, field != nil else { return false }
        return findings.filter(\.decides).allSatisfy { finding in
            switch finding.check.conclusion {
            case .passed: true
            case .failed: false
            // Signatures from before PAdES do not name their certificate.
            case .indeterminate(.signatureConstraintsFailure): finding.check == .signingCertificateAttributeAbsent
            case .indeterminate: true
            }
        }
    }
}

extension EarlierSignature {
    fileprivate init(_ report: SignatureReport) {
        self.init(
            field: report.field ?? "",
            signer: report.signer,
            signedAt: report.signedAt.map(Timestamp.init),
            indication: report.conclusion.indication.rawValue,
            subIndication: report.conclusion.subIndication?.rawValue,
            isDocumentTimestamp: false
        )
    }

    fileprivate init(_ report: TimestampReport) {
        self.init(
            field: report.field ?? "",
            signer: report.authority,
            signedAt: report.time.map(Timestamp.init),
            indication: report.conclusion.indication.rawValue,
            subIndication: report.conclusion.subIndication?.rawValue,
            isDocumentTimestamp: true
        )
    }
}
