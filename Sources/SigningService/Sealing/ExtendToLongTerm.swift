import CMS
import Foundation
import PAdES
import PDF
import SignatureValidation
import SignerProtocol

/// Brings a signed document to B-LTA: validation data, a document timestamp, the judge.
///
/// - SeeAlso: LTA-1; ARCHITECTURE.md §8 (a), 14 and 15
struct ExtendToLongTerm: Sendable {
    let needs: ServiceNeeds

    /// The bytes to append, and when the timestamp's authority will have to be replaced.
    struct Extension {
        let suffix: [UInt8]
        let timestampedAt: Timestamp
        let renewBy: Timestamp
    }

    /// How long before the authority's certificate ends the timestamp is renewed. LTA-4
    static let margin = Duration.seconds(365 * 86_400)

    /// The first `uploaded` bytes are what somebody brought, perhaps signed by others.
    func extend(_ source: any ByteSource, uploaded: Int) async throws -> Extension {
        // 1. B-LT.
        let earlier = try EarlierSignature.fields(in: source, uploaded: uploaded)
        let validationData = try await validationData(for: source, without: earlier)
        needs.pass(.sealValidationData)
        let withData = AppendedSource(source, appended: validationData)

        // 2. B-LTA.
        let (timestamp, token) = try await timestamp(on: withData)
        needs.pass(.sealTimestamped)

        // 3. The judge.
        let suffix = validationData + timestamp
        try Judge(needs: needs).requireLongTerm(AppendedSource(source, appended: suffix), uploaded: uploaded)
        needs.pass(.sealJudged)
        return try Extension(
            suffix: suffix,
            timestampedAt: Timestamp(token.info.genTime),
            renewBy: renewBy(token)
        )
    }

    private func validationData(for source: any ByteSource, without earlier: Set<String>) async throws -> [UInt8] {
        do {
            let document = try Document(source)
            let material = try await GatherValidationData(needs: needs).gather(for: document, without: earlier)
            return try addingValidationData(
                certificates: material.certificates,
                ocspResponses: material.ocspResponses,
                crls: material.crls,
                to: document
            ) ?? []
        } catch let error as ServiceError {
            throw error
        } catch {
            throw ServiceError.signatureNotMade("\(error)")
        }
    }

    private func timestamp(on source: any ByteSource) async throws -> (suffix: [UInt8], token: TimestampToken) {
        do {
            let prepared = try PreparedTimestamp(contentsSize: SignatureRoom.bytes, in: Document(source))
            let token = try await calling(.timestampAuthority) {
                try await needs.timestamps.timestamp(sha256: prepared.imprint)
            }
            return (try prepared.finished(token: token), try TimestampToken(der: token))
        } catch let error as ServiceError {
            throw error
        } catch {
            throw ServiceError.signatureNotMade("\(error)")
        }
    }

    private func renewBy(_ token: TimestampToken) throws -> Timestamp {
        let anchors = needs.settings.timestampAnchors.compactMap { try? Certificate(der: $0) }
        do throws(CMSError) {
            let authority = try token.signerCertificate(among: anchors)
            return Timestamp(authority.notAfter).advanced(by: .zero - Self.margin)
        } catch {
            throw ServiceError.signatureNotMade("\(error)")
        }
    }
}
