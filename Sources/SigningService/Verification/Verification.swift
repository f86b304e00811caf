import CMS
import Crypto
import Foundation
import PDF
package import SignatureValidation
import SignerProtocol

/// Judges PDFs for anybody: walk (c).
///
/// Nothing of them is kept.
/// It has threads of its own, so that strangers' files keep no signature waiting.
package struct Verification: Sendable {
    /// The most bytes of a file.
    package static let sizeLimit = 50_000_000

    /// A file judged.
    package struct Verified: Sendable {
        package let name: String
        package let sha256: [UInt8]
        package let report: ValidationReport
        package let accredited: AccreditedTimestamps
    }

    private let needs: ServiceNeeds
    private let threads = DocumentThreads(count: 1)
    private let places = Places(count: 4)

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// Takes a file and judges it with the operator's trust anchors, without asking anybody outside.
    ///
    /// `take` is called only when there is room: at most four files are held at once.
    ///
    /// It has five minutes, so that slow hands do not keep the places of others.
    ///
    /// - Throws: `ServiceError.verificationBusy`, `SignatureValidation.ValidationError`, or what `take` throws.
    package func verify(
        _ take: @escaping @Sendable () async throws -> (name: String, bytes: [UInt8])
    ) async throws -> Verified {
        guard await places.take() else { throw ServiceError.verificationBusy }
        do {
            let (name, bytes) = try await withinFiveMinutes(take)
            let (report, accredited) = try await withTaskExecutorPreference(threads) { try await judge(bytes) }
            await places.leave()
            return Verified(
                name: name,
                sha256: Array(SHA256.hash(data: bytes)),
                report: report,
                accredited: accredited
            )
        } catch {
            await places.leave()
            throw error
        }
    }

    private func withinFiveMinutes<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: .seconds(300))
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let value = first else { throw ServiceError.verificationBusy }
            return value
        }
    }

    private func judge(_ bytes: [UInt8]) async throws -> (ValidationReport, AccreditedTimestamps) {
        let policy = try needs.settings.validationPolicy()
        let input = ValidationInput(source: BytesSource(bytes), time: needs.now().date, fetched: nil)
        let accredited = try needs.settings.accreditedTimestampAnchors.map { try Certificate(der: $0) }
        return (
            try validate(input, policy: policy), AccreditedTimestamps(of: input.source, anchors: accredited)
        )
    }
}

/// So many places, and no queue: who finds none is told so.
private actor Places {
    private var free: Int

    init(count: Int) {
        free = count
    }

    func take() -> Bool {
        guard free > 0 else { return false }
        free -= 1
        return true
    }

    func leave() {
        free += 1
    }
}
