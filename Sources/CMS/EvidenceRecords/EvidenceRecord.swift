import SwiftASN1

/// Proof that data existed: archive timestamps over hash trees, and their renewals.
///
///     EvidenceRecord ::= SEQUENCE {
///         version                   INTEGER { v1(1) },
///         digestAlgorithms          SEQUENCE OF AlgorithmIdentifier,
///         cryptoInfos               [0] CryptoInfos OPTIONAL,
///         encryptionInfo            [1] EncryptionInfo OPTIONAL,
///         archiveTimeStampSequence  SEQUENCE OF ArchiveTimeStampChain }
///
///     ArchiveTimeStampChain ::= SEQUENCE OF ArchiveTimeStamp
///
/// - SeeAlso: RFC 4998 §3, §5; LTA-8
package struct EvidenceRecord: Hashable, Sendable {
    package let der: [UInt8]
    /// Oldest first; each chain after the first renews the hash.
    package let chains: [ArchiveTimestampChain]

    /// Reads DER with nothing after it.
    ///
    /// - Throws: `CMSError.malformed`; `.evidenceEncrypted` for a record about encrypted data.
    package init(der: [UInt8]) throws(CMSError) {
        let element = try DERElement(der: der, .evidenceRecord)
        var fields = try element.sequence()
        guard try fields.next(.integer).smallInteger() == 1 else { throw element.fault(.version) }
        var algorithms = try fields.next().sequence()
        for algorithm in algorithms.rest() { _ = try AlgorithmIdentifier(algorithm) }
        _ = try fields.optional(context: 0)
        guard try fields.optional(context: 1) == nil else { throw .evidenceEncrypted }
        var sequence = try fields.next().sequence()
        try fields.end()

        var chains: [ArchiveTimestampChain] = []
        var count = 0
        for item in sequence.rest() {
            let chain = try ArchiveTimestampChain(item)
            count += chain.timestamps.count
            guard count <= Self.mostTimestamps else { throw element.fault(.limit) }
            chains.append(chain)
        }
        guard !chains.isEmpty else { throw element.fault(.missing) }
        self.chains = chains
        self.der = der
    }

    /// A renewal every year for a thousand years.
    static let mostTimestamps = 1_000

    /// Every archive timestamp, oldest first.
    package var timestamps: [ArchiveTimestamp] { chains.flatMap(\.timestamps) }

    /// The hashes by which digests of the data are needed, in the order of their first use.
    package var algorithms: [HashAlgorithm] {
        var seen: Set<HashAlgorithm> = []
        return chains.map(\.algorithm).filter { seen.insert($0).inserted }
    }
}

/// Archive timestamps of one hash, each over the one before it.
package struct ArchiveTimestampChain: Hashable, Sendable {
    /// As it was written.
    let encoded: [UInt8]
    package let timestamps: [ArchiveTimestamp]
    package let algorithm: HashAlgorithm

    init(_ element: DERElement) throws(CMSError) {
        var items = try element.sequence()
        var timestamps: [ArchiveTimestamp] = []
        for item in items.rest() {
            guard timestamps.count < EvidenceRecord.mostTimestamps else { throw element.fault(.limit) }
            timestamps.append(try ArchiveTimestamp(item))
        }
        guard let first = timestamps.first else { throw element.fault(.missing) }
        guard timestamps.allSatisfy({ $0.algorithm == first.algorithm }) else { throw .evidenceAlgorithmsMixed }
        algorithm = first.algorithm
        self.timestamps = timestamps
        encoded = element.encoded
    }
}
