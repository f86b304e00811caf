package import Foundation
package import PDF

/// A detached signature (CAdES) with the file that it is over.
package struct DetachedSignatureInput: Sendable {
    /// The whole signature file.
    package let signature: [UInt8]
    package let content: any ByteSource
    package let time: Date
    /// What was fetched now; nil when nobody tried.
    package let fetched: FetchedMaterial?

    package init(signature: [UInt8], content: any ByteSource, time: Date, fetched: FetchedMaterial?) {
        self.signature = signature
        self.content = content
        self.time = time
        self.fetched = fetched
    }
}

/// A container: ASiC-S or ASiC-E with CAdES signatures and evidence records.
package struct ContainerInput: Sendable {
    package let source: any ByteSource
    package let time: Date
    package let fetched: FetchedMaterial?

    package init(source: any ByteSource, time: Date, fetched: FetchedMaterial?) {
        self.source = source
        self.time = time
        self.fetched = fetched
    }
}

/// An evidence record with the file, or all files of the group, that it is about.
package struct EvidenceRecordInput: Sendable {
    package let record: [UInt8]
    package let objects: [any ByteSource]
    package let time: Date
    package let fetched: FetchedMaterial?

    package init(record: [UInt8], objects: [any ByteSource], time: Date, fetched: FetchedMaterial?) {
        self.record = record
        self.objects = objects
        self.time = time
        self.fetched = fetched
    }
}

/// Judges a detached signature, with its timestamps and archive timestamps.
///
/// Pure like `validate(_:policy:)` of a PDF. Nothing about the signature is an error: what cannot be read is a finding.
///
/// - Throws: `ValidationError.unreadable` when the content cannot be read.
/// - SeeAlso: EN 319 102-1 §5.3…§5.6, EN 319 122-1
package func validate(
    _ input: DetachedSignatureInput,
    policy: ValidationPolicy
) throws(ValidationError) -> ValidationReport {
    try DetachedValidation(input, policy).report
}

/// Judges every signature and evidence record of a container, and whether its files are the signed ones.
///
/// - Throws: `ValidationError.containerUnreadable`, `.limitReached`, `.unsigned`
/// - SeeAlso: EN 319 162-1
package func validate(
    _ input: ContainerInput,
    policy: ValidationPolicy
) throws(ValidationError) -> ValidationReport {
    try DetachedValidation(input, policy).report
}

/// Judges an evidence record: that it is about the files, and every timestamp of it, the newest now.
///
/// - Throws: `ValidationError.evidenceUnreadable`, `.unreadable` when a file cannot be read.
/// - SeeAlso: RFC 4998 §5.3, LTA-8
package func validate(
    _ input: EvidenceRecordInput,
    policy: ValidationPolicy
) throws(ValidationError) -> ValidationReport {
    try DetachedValidation(input, policy).report
}

/// The certificates that still lack usable revocation data, on paths that reach an anchor. REV-11
package func onlineNeeds(
    _ input: DetachedSignatureInput,
    policy: ValidationPolicy
) throws(ValidationError) -> [RevocationNeed] {
    try DetachedValidation(input, policy).missing
}

/// The certificates that still lack usable revocation data, on paths that reach an anchor. REV-11
package func onlineNeeds(
    _ input: ContainerInput,
    policy: ValidationPolicy
) throws(ValidationError) -> [RevocationNeed] {
    try DetachedValidation(input, policy).missing
}

/// The certificates that still lack usable revocation data, on paths that reach an anchor. REV-11
package func onlineNeeds(
    _ input: EvidenceRecordInput,
    policy: ValidationPolicy
) throws(ValidationError) -> [RevocationNeed] {
    try DetachedValidation(input, policy).missing
}
