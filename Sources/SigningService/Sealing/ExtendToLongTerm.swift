import CMS
import PAdES
import PDF
import SignatureValidation
import SignerProtocol

/// Brings a signed document to B-LTA, or renews one that is there: validation data, a document timestamp, the judge.
///
/// - SeeAlso: LTA-1, LTA-2; ARCHITECTURE.md §8 (a), 14 to 16
struct ExtendToLongTerm: Sendable {
    let needs: ServiceNeeds

    /// The bytes to append, and what the timestamp in them rests on.
    struct Extension {
        let suffix: [UInt8]
        let standing: StampStanding

        /// From when on it is to be renewed. LTA-4
        var renewBy: Timestamp { standing.renewFrom }
    }

    private struct Steps {
        let validationData: CrashPoint
        let timestamped: CrashPoint
        let judged: CrashPoint
    }

    /// The first `uploaded` bytes are what somebody brought, perhaps signed by others.
    func extend(_ source: any ByteSource, uploaded: Int) async throws -> Extension {
        let earlier = try EarlierSignature.fields(in: source, uploaded: uploaded)
        let material = try await material(for: source) { gatherer, document in
            try await gatherer.gather(for: document, without: earlier)
        }
        let steps = Steps(validationData: .sealValidationData, timestamped: .sealTimestamped, judged: .sealJudged)
        return try await archive(source, uploaded: uploaded, material, over: .sha256, steps)
    }

    /// Adds what validates the newest document timestamp, and stamps everything anew.
    ///
    /// - Throws: `ServiceError.judgeRefused` when the file as it is does not validate, or would not afterwards.
    func renew(_ source: any ByteSource, uploaded: Int) async throws -> Extension {
        let newest = try NewestTimestamp(in: source)
        let material = try await material(for: source) { gatherer, document in
            try await gatherer.gather(for: document, field: newest.field)
        }
        // Nothing is stamped over what does not hold. LTA-3
        try Judge(needs: needs).requireLongTerm(source, uploaded: uploaded, with: material)
        let hash: HashAlgorithm
        do {
            hash = try RenewalHash(for: Document(source), algorithms: .standard).algorithm
        } catch {
            throw ServiceError.signatureNotMade("\(error)")
        }
        let steps = Steps(
            validationData: .renewalValidationData,
            timestamped: .renewalTimestamped,
            judged: .renewalJudged
        )
        return try await archive(source, uploaded: uploaded, material, over: hash, steps)
    }

    private func archive(
        _ source: any ByteSource,
        uploaded: Int,
        _ material: FetchedMaterial,
        over hash: HashAlgorithm,
        _ steps: Steps
    ) async throws -> Extension {
        // 1. B-LT.
        let validationData = try adding(material, to: source)
        needs.pass(steps.validationData)
        let withData = AppendedSource(source, appended: validationData)

        // 2. B-LTA.
        let (timestamp, token) = try await timestamp(on: withData, over: hash)
        needs.pass(steps.timestamped)

        // 3. The judge.
        let suffix = try await judged(validationData + timestamp, after: source, uploaded: uploaded)
        needs.pass(steps.judged)
        return Extension(suffix: suffix, standing: try StampStanding(token, needs.settings))
    }

    /// What is to be appended, when the judge passes it.
    ///
    /// Where the authority's certificate is new and its status is told for single certificates, nothing before the
    /// timestamp can say that it is good: then that is added after it, and judged once more.
    ///
    /// - SeeAlso: REV-12; EN 319 142-1 §5.4; docs/decisions/0045
    private func judged(_ suffix: [UInt8], after source: any ByteSource, uploaded: Int) async throws -> [UInt8] {
        let judge = Judge(needs: needs)
        let stamped = AppendedSource(source, appended: suffix)
        do {
            try judge.requireLongTerm(stamped, uploaded: uploaded)
            return suffix
        } catch ServiceError.judgeRefused(let codes) where codes.contains(Check.revocationUnknown.code) {
            let newest = try NewestTimestamp(in: stamped)
            let material = try await material(for: stamped) { gatherer, document in
                try await gatherer.gather(for: document, field: newest.field)
            }
            let extended = suffix + (try adding(material, to: stamped))
            try judge.requireLongTerm(AppendedSource(source, appended: extended), uploaded: uploaded)
            return extended
        }
    }

    private func material(
        for source: any ByteSource,
        gather: (GatherValidationData, Document) async throws -> FetchedMaterial
    ) async throws -> FetchedMaterial {
        do {
            return try await gather(GatherValidationData(needs: needs), Document(source))
        } catch let error as ServiceError {
            throw error
        } catch {
            throw ServiceError.signatureNotMade("\(error)")
        }
    }

    private func adding(_ material: FetchedMaterial, to source: any ByteSource) throws -> [UInt8] {
        do {
            return try addingValidationData(
                certificates: material.certificates,
                ocspResponses: material.ocspResponses,
                crls: material.crls,
                to: Document(source)
            ) ?? []
        } catch {
            throw ServiceError.signatureNotMade("\(error)")
        }
    }

    private func timestamp(
        on source: any ByteSource,
        over hash: HashAlgorithm
    ) async throws -> (suffix: [UInt8], token: TimestampToken) {
        do {
            let prepared = try PreparedTimestamp(
                contentsSize: SignatureRoom.bytes,
                hashAlgorithm: hash,
                in: Document(source)
            )
            let imprint = try MessageImprint(hashAlgorithm: hash, digest: prepared.imprint)
            let token = try await calling(.timestampAuthority) { try await needs.timestamps.timestamp(over: imprint) }
            return (try prepared.finished(token: token), try TimestampToken(der: token))
        } catch let error as ServiceError {
            throw error
        } catch {
            throw ServiceError.signatureNotMade("\(error)")
        }
    }
}
