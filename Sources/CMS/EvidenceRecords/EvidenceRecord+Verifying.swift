/// What a record proves, trust in its timestamps apart.
///
/// - SeeAlso: RFC 4998 §5.3
extension EvidenceRecord {
    /// Every archive timestamp covers the data, or what renews what covers the data, and they are in order.
    ///
    /// - Parameter digests: by every hash of `algorithms`, of the one object or of all objects of the group.
    /// - Throws: `CMSError.evidenceDataAbsent`, `.evidenceRenewalBroken`, `.evidenceOrder`,
    ///   `.timestampImprintMismatch`. The signatures of the timestamps, and who made them, are the judge's matter.
    package func check(digests: [HashAlgorithm: [[UInt8]]]) throws(CMSError) {
        for position in timestamps.indices { try checkTimestamp(position, digests: digests) }
        try checkOrder()
    }

    /// The archive timestamp at this position, from 0 for the oldest, covers what it has to.
    package func checkTimestamp(_ position: Int, digests: [HashAlgorithm: [[UInt8]]]) throws(CMSError) {
        var start = 0
        for (number, chain) in chains.enumerated() {
            let place = position - start
            start += chain.timestamps.count
            guard place < chain.timestamps.count else { continue }
            let timestamp = chain.timestamps[place]
            if place > 0 {
                // 1. Within a chain: the timestamp before it.
                try Self.renewal { () throws(CMSError) in
                    try timestamp.check(covers: [chain.algorithm.digest(of: chain.timestamps[place - 1].token.der)])
                }
                return
            }
            guard let data = digests[chain.algorithm], !data.isEmpty else { throw .evidenceDataAbsent }
            // 2. At the beginning: the data. 3. In a new chain: the data with all chains before it.
            guard number > 0 else { return try timestamp.check(covers: data) }
            let leaves = data.map { hashTreeRenewalDigest(of: $0, by: chain.algorithm, chains: number) }
            try Self.renewal { () throws(CMSError) in try timestamp.check(covers: leaves) }
            return
        }
        throw .evidenceDataAbsent
    }

    /// The times of the timestamps never go back.
    package func checkOrder() throws(CMSError) {
        let times = timestamps.map(\.token.info.genTime)
        guard zip(times, times.dropFirst()).allSatisfy({ $0 <= $1 }) else { throw .evidenceOrder }
    }

    private static func renewal(_ check: () throws(CMSError) -> Void) throws(CMSError) {
        do {
            try check()
        } catch .evidenceDataAbsent {
            throw .evidenceRenewalBroken
        }
    }

    /// The leaf that renews the hash of an object: its new digest, then the digest of the first `chains` chains.
    func hashTreeRenewalDigest(of digest: [UInt8], by algorithm: HashAlgorithm, chains count: Int) -> [UInt8] {
        let sequence = DEREncoding.sequence(chains.prefix(count).map(\.encoded))
        return algorithm.digest(of: digest + algorithm.digest(of: sequence))
    }
}
