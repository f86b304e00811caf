import CMS
import Foundation
import PDF

/// What a detached signature is, before anything is said about trust.
struct DetachedFacts: Sendable {
    /// What stands against it regardless of time and trust.
    let findings: [Finding]
    /// The CMS; nil when it could not be read.
    let cms: SignedDataFacts?
    let integrity: Bool
    let claimedTime: Date?
    /// Tokens over the signature value, as `cms.timestamps` in order.
    let timestampTokens: [[UInt8]]
    let archiveTimestamps: [ArchiveTimestampFacts]

    /// Reads the signature and checks it against the content.
    ///
    /// A signature file ends with its structure: there is no padding, as a PDF has.
    init(signature: [UInt8], content: SignedContent) throws(PDFError) {
        // Attributes that name the certificate make the form of an AdES signature, in PDF and without.
        let reading = try SignedDataReading(signature, content: content, others: [], isPAdES: true)
        var findings = reading.findings
        cms = reading.facts
        integrity = reading.integrity
        guard let data = try? SignedData(paddedContents: signature), let signer = try? data.soleSigner() else {
            self.findings = findings
            claimedTime = nil
            timestampTokens = []
            archiveTimestamps = []
            return
        }
        if data.der.count != signature.count { findings.append(Finding(.cmsTrailingBytes)) }
        claimedTime = signer.signedAttributes?.signingTime
        if claimedTime == nil { findings.append(Finding(.signingTimeAbsent)) }
        self.findings = findings
        timestampTokens = signer.signatureTimestampTokens

        var archives: [ArchiveTimestampFacts] = []
        var digests: [HashAlgorithm: [UInt8]] = [:]
        for token in signer.archiveTimestampTokens {
            let hash = (try? TimestampToken(der: token))?.info.imprint.hashAlgorithm
            if let hash, digests[hash] == nil { digests[hash] = try content.digest(hash.oid) }
            archives.append(ArchiveTimestampFacts(token, in: data, contentDigest: hash.flatMap { digests[$0] } ?? []))
        }
        archiveTimestamps = archives
    }
}

/// An archive timestamp, and what of the signature file existed when it was made.
struct ArchiveTimestampFacts: Sendable {
    let token: [UInt8]
    let timestamp: TimestampFacts
    /// Nil when it cannot be read.
    let index: ArchiveHashIndex?
    /// What the index names of the signature file.
    let certificates: [Certificate]
    let material: EmbeddedMaterial

    init(_ token: [UInt8], in data: SignedData, contentDigest: [UInt8]) {
        self.token = token
        timestamp = TimestampReading(kind: .archive, others: data.certificates)
            .facts(ofToken: token) { (token) throws(CMSError) in
                try data.checkArchiveTimestamp(token, contentDigest: contentDigest)
            }
        let index = (try? TimestampToken(der: token)).flatMap { try? ArchiveHashIndex(in: $0) }
        self.index = index
        guard let index else {
            certificates = []
            material = EmbeddedMaterial()
            return
        }
        let named = Set(index.certificates)
        certificates = data.certificates.filter { named.contains(index.algorithm.digest(of: $0.der)) }
        let covered = Set(index.revocationEntries)
        let entries = data.revocation.filter { covered.contains(index.algorithm.digest(of: $0.entry)) }
        material = EmbeddedMaterial(
            crls: entries.compactMap(\.revocationList),
            ocspResponses: entries.compactMap(\.ocspResponse)
        )
    }
}
