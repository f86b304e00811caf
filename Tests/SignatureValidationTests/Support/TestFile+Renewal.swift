import CMS
import DeclaredPKI
import Foundation
import PDF

@testable import SignatureValidation

extension TestWorld {
    /// Another timestamping authority under the same root.
    func authority(
        _ name: String,
        from start: Date,
        years: Double = 10,
        serial: UInt8,
        key: DeclaredKey = .p256()
    ) throws -> DeclaredIdentity {
        try timestampRoot.issue(
            .timestamping(name).serial(serial).valid(from: start, until: start.addingTimeInterval(years * Self.year)),
            key: key
        )
    }

    func years(_ count: Double) -> Date { signingTime.addingTimeInterval(count * Self.year) }

    func minutes(_ count: Double) -> Date { signingTime.addingTimeInterval(count * 60) }
}

extension TestFile {
    /// Adds what says that the last authority is still good, and a minute later a document timestamp by the next one.
    mutating func renew(
        at time: Date,
        by authority: DeclaredIdentity,
        revoking entries: [RevocationListEntry] = []
    ) throws {
        try addMaterial(FetchedMaterial(crls: [world.timestampRoot.crl(revoking: entries, thisUpdate: time)]))
        try stamp(at: time.addingTimeInterval(60), by: authority)
    }

    /// The verdict on the only signature.
    func conclusion(
        at time: Date,
        fetched: FetchedMaterial? = nil,
        policy: ValidationPolicy? = nil
    ) throws -> Conclusion? {
        try report(at: time, fetched: fetched, policy: policy).signatures.first?.conclusion
    }
}
