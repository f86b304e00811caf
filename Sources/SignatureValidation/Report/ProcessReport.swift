package import Foundation

/// What one process of the standard came to, and on what.
///
/// - SeeAlso: VAL-2; EN 319 102-1 §5.1.1
package struct ProcessReport: Hashable, Sendable {
    package enum Process: String, Hashable, Sendable, CaseIterable {
        case basic = "BASIC"
        case timestamp = "TIMESTAMP"
        case longTerm = "LONG_TERM"
        case archival = "ARCHIVAL"
    }

    package let process: Process
    package let conclusion: Conclusion
    package let blocks: [BlockReport]
    /// The time of validation, the best signature time or the control time.
    package let time: Date?
    /// What proves that the signature existed at a time; nil for nothing but now.
    package let proof: ExistenceReport?
    /// How the control time came to be.
    package let slides: [TimeSlide]

    private init(
        _ process: Process,
        _ findings: [Finding],
        time: Date?,
        proof: ExistenceReport? = nil,
        slides: [TimeSlide] = []
    ) {
        self.process = process
        self.time = time
        self.proof = proof
        self.slides = slides
        conclusion = findings.conclusion
        blocks = BuildingBlock.allCases.map { block in
            let own = findings.filter { $0.check.block == block }
            return BlockReport(
                block: block,
                conclusion: own.conclusion,
                codes: own.map(\.check).filter { $0 != .valid }.map(\.code)
            )
        }
    }

    static func basic(_ findings: [Finding], at now: Date) -> ProcessReport {
        ProcessReport(.basic, findings, time: now)
    }

    static func timestamp(_ findings: [Finding], at now: Date) -> ProcessReport {
        ProcessReport(.timestamp, findings, time: now)
    }

    static func longTerm(_ findings: [Finding], _ time: SigningTime) -> ProcessReport {
        let isStamped = time.stamped != nil && time.stamped == time.best
        let proof = time.best.map { best in
            ExistenceReport(time: best, source: isStamped ? nil : time.proof)
        }
        return ProcessReport(.longTerm, findings, time: time.best, proof: proof)
    }

    static func archival(
        _ findings: [Finding],
        _ proof: ProofOfExistence?,
        _ control: ControlTime?
    ) -> ProcessReport {
        ProcessReport(
            .archival,
            findings,
            time: control?.time,
            proof: proof.map { ExistenceReport(time: $0.time, source: $0) },
            slides: control?.slides ?? []
        )
    }
}

/// What one building block found.
package struct BlockReport: Hashable, Sendable {
    package let block: BuildingBlock
    package let conclusion: Conclusion
    /// Warnings included.
    package let codes: [String]
}

/// A proof of existence that was used.
package struct ExistenceReport: Hashable, Sendable {
    package let time: Date
    /// The field of the document timestamp, in a container the file of the archive timestamp or evidence record; nil for
    /// the signature's own timestamp, and when nothing names it.
    package let field: String?
    /// The revision, from 1, that the document timestamp covers; nil for another timestamp.
    package let coversRevision: Int?

    init(time: Date, source: ProofOfExistence?) {
        self.time = time
        field = source?.field
        coversRevision = source?.revision.map { $0 + 1 }
    }
}

/// One step of a control time into the past.
package struct TimeSlide: Hashable, Sendable {
    package enum Cause: String, Hashable, Sendable, CaseIterable {
        case revoked = "REVOKED"
        case notFresh = "REVOCATION_NOT_FRESH"
        case expired = "AUTHORITY_EXPIRED"
        case algorithm = "ALGORITHM_END"
        case trustAnchor = "TRUST_ANCHOR_END"
    }

    /// The certificate that it is because of.
    package let subject: String
    package let time: Date
    package let cause: Cause
}
