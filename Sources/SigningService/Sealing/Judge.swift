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
        let judgement = try judgement(on: source, with: material, .only(field: field), level: .t)
        switch judgement.verdict {
        // The seal waits for fresh data. SIGNING.md 0a-14
        case .accepted, .waitingForFreshRevocation: return
        case .refused(let codes): throw ServiceError.judgeRefused(codes)
        }
    }

    /// Every signature must pass at B-LTA with nothing but what the file itself carries; those that were in the upload,
    /// its first `uploaded` bytes, have to be as whole as they were.
    ///
    /// - Throws: `ServiceError.judgeRefused`, or `.waiting(for: .freshRevocation, …)` when only the freshness of revocation
    ///   data is missing: TRY_LATER.
    /// - SeeAlso: REV-9; docs/decisions/0041
    func requireLongTerm(_ source: any ByteSource, uploaded: Int) throws {
        try requireLongTerm(source, uploaded: uploaded, with: nil)
    }

    /// The same, with what was fetched now about its newest timestamp: whether it may be renewed.
    func requireLongTerm(_ source: any ByteSource, uploaded: Int, with fetched: FetchedMaterial?) throws {
        let earlier = try EarlierSignature.fields(in: source, uploaded: uploaded)
        switch try judgement(on: source, with: fetched, .everyBut(fields: earlier), level: .lta).verdict {
        case .accepted: return
        case .waitingForFreshRevocation: throw ServiceError.waiting(for: .freshRevocation, retryAfterInSeconds: 30)
        case .refused(let codes): throw ServiceError.judgeRefused(codes)
        }
    }

    /// What the file says of itself, with nothing fetched; throws `ValidationError` when it cannot be judged at all.
    func fullReport(on source: any ByteSource) throws -> ValidationReport {
        try validate(ValidationInput(source: source, time: needs.now().date, fetched: nil), policy: policy())
    }

    /// The report as JSON.
    func report(on source: any ByteSource) throws -> [UInt8] {
        try judgement(on: source, with: nil, .every, level: .none).report.json()
    }

    private func judgement(
        on source: any ByteSource,
        with fetched: FetchedMaterial?,
        _ signatures: JudgedSignatures,
        level: SignatureLevel
    ) throws -> Judgement {
        let input = ValidationInput(source: source, time: needs.now().date, fetched: fetched)
        let policy = try policy()
        do throws(ValidationError) {
            return try judge(input, policy: policy, signatures: signatures, level: level)
        } catch {
            throw ServiceError.judgeRefused([error.code])
        }
    }

    /// The operator's trust anchors.
    func policy() throws(ServiceError) -> ValidationPolicy {
        do {
            return try needs.settings.validationPolicy()
        } catch {
            throw .signatureNotMade("a trust anchor cannot be read: \(error)")
        }
    }
}
