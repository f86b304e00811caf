import CMS
import PDF
import SignatureValidation
import SignerProtocol

/// Asks `SignatureValidation`, which did not make them, about revisions before they are saved.
struct Judge: Sendable {
    let needs: ServiceNeeds

    /// The signature just made in `field` must pass at B-T, but for revocation data that is not yet newer than it.
    ///
    /// Signatures of others keep the verdict they got when they were made.
    ///
    /// - Throws: `ServiceError.judgeRefused`, or `.waiting` while revocation data cannot be fetched.
    func requireTimestamped(_ source: any ByteSource, field: String) async throws {
        let document: Document
        do throws(PDFError) {
            document = try Document(source)
        } catch {
            throw ServiceError.judgeRefused(["UNREADABLE"])
        }
        let material = try await GatherValidationData(needs: needs).gather(for: document, field: field)
        let report = try judge(source, with: material)
        guard let signature = report.signatures.first(where: { $0.field == field }) else {
            throw ServiceError.judgeRefused(["SIGNATURE_MISSING"])
        }
        let isAcceptable = signature.conclusion == .passed || signature.conclusion == .indeterminate(.tryLater)
        guard isAcceptable, signature.integrity, signature.level >= .t, report.changesAfterSigning.isEmpty else {
            throw ServiceError.judgeRefused(reasons(of: [signature], in: report))
        }
    }

    /// Every signature must pass at B-LTA with nothing but what the file itself carries.
    ///
    /// - Throws: `ServiceError.judgeRefused`, or `.waiting(for: .revocation, …)` when only the freshness of revocation
    ///   data is missing.
    func requireLongTerm(_ source: any ByteSource) throws {
        let report = try judge(source, with: nil)
        if report.conclusion == .totalPassed, report.signatures.allSatisfy({ $0.level == .lta }),
            report.changesAfterSigning.isEmpty
        {
            return
        }
        let conclusions = report.signatures.map(\.conclusion) + report.timestamps.map(\.conclusion)
        let open = conclusions.filter { $0 != .passed }
        if !open.isEmpty, open.allSatisfy({ $0 == .indeterminate(.tryLater) }), report.changesAfterSigning.isEmpty {
            throw ServiceError.waiting(for: .revocation, retryAfterInSeconds: 30)
        }
        throw ServiceError.judgeRefused(reasons(of: report.signatures, in: report))
    }

    /// The report as JSON.
    func report(on source: any ByteSource) throws -> [UInt8] {
        try judge(source, with: nil).json()
    }

    private func judge(_ source: any ByteSource, with fetched: FetchedMaterial?) throws -> ValidationReport {
        let input = ValidationInput(source: source, time: needs.now().date, fetched: fetched)
        do {
            let policy = ValidationPolicy(
                trustAnchors: try needs.settings.signerAnchors.map { try Certificate(der: $0) },
                timestampAnchors: try needs.settings.timestampAnchors.map { try Certificate(der: $0) }
            )
            return try validate(input, policy: policy)
        } catch let error as ValidationError {
            throw ServiceError.judgeRefused([error.code])
        } catch {
            throw ServiceError.signatureNotMade("a trust anchor cannot be read: \(error)")
        }
    }

    private func reasons(of signatures: [SignatureReport], in report: ValidationReport) -> [String] {
        let findings = signatures.flatMap(\.findings) + report.timestamps.flatMap(\.findings)
        let codes = findings.map(\.check.rawValue) + report.changesAfterSigning.map(\.code)
        return codes.isEmpty ? ["LEVEL"] : codes
    }
}
