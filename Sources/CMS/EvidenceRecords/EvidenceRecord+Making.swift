/// Making and renewing records.
///
/// - SeeAlso: RFC 4998 §3.1, §5.2; LTA-5
extension EvidenceRecord {
    /// A new record of one archive timestamp (DER).
    package static func encode(_ timestamp: [UInt8], algorithm: HashAlgorithm) -> [UInt8] {
        encode(chains: [DEREncoding.sequence(timestamp)], algorithms: [algorithm])
    }

    /// What the next archive timestamp of the last chain has to cover: the digest of the last timestamp.
    package var timestampRenewalDigest: MessageImprint {
        get throws(CMSError) {
            guard let chain = chains.last, let last = chain.timestamps.last else {
                throw .malformed(.evidenceRecord, .missing)
            }
            return MessageImprint(of: last.token.der, hashAlgorithm: chain.algorithm)
        }
    }

    /// What a new chain has to cover so that another hash takes over. `digest` is the object's by that hash.
    package func hashTreeRenewalDigest(of digest: [UInt8], by algorithm: HashAlgorithm) -> [UInt8] {
        hashTreeRenewalDigest(of: digest, by: algorithm, chains: chains.count)
    }

    /// This record with certificates and revocation data (DER) inside its last timestamp, where a renewal protects them.
    ///
    /// Has to be done before `timestampRenewalDigest` is taken.
    package func addingValidationData(
        certificates: [[UInt8]],
        crls: [[UInt8]],
        ocspResponses: [[UInt8]]
    ) throws(CMSError) -> [UInt8] {
        guard let chain = chains.last, let last = chain.timestamps.last else {
            throw .malformed(.evidenceRecord, .missing)
        }
        let token = try last.token.signedData.extended(
            certificates: certificates,
            crls: crls,
            ocspResponses: ocspResponses
        )
        let timestamp = ArchiveTimestamp.encode(
            algorithm: last.algorithm,
            path: last.reducedHashTree,
            checkedToken: token
        )
        return encode(lastChain: chain.timestamps.dropLast().map(\.der) + [timestamp])
    }

    /// This record, renewed by one more archive timestamp (DER) in its last chain.
    ///
    /// - Throws: `CMSError.evidenceRenewalBroken` unless it covers `timestampRenewalDigest`, `.evidenceOrder`.
    package func renewed(by timestamp: [UInt8]) throws(CMSError) -> [UInt8] {
        let encoded = encode(lastChain: (chains.last?.timestamps ?? []).map(\.der) + [timestamp])
        let renewed = try EvidenceRecord(der: encoded)
        try renewed.checkTimestamp(renewed.timestamps.count - 1, digests: [:])
        try renewed.checkOrder()
        return encoded
    }

    /// This record, renewed by a new chain that begins with this archive timestamp (DER).
    ///
    /// - Parameter digests: of the object or of all objects of the group, by the new hash.
    /// - Throws: `CMSError.evidenceRenewalBroken` unless it covers their `hashTreeRenewalDigest`, `.evidenceOrder`.
    package func renewed(byChainOf timestamp: [UInt8], digests: [[UInt8]]) throws(CMSError) -> [UInt8] {
        let algorithm = try ArchiveTimestamp(der: timestamp).algorithm
        let encoded = Self.encode(
            chains: chains.map(\.encoded) + [DEREncoding.sequence(timestamp)],
            algorithms: chains.map(\.algorithm) + [algorithm]
        )
        let renewed = try EvidenceRecord(der: encoded)
        try renewed.checkTimestamp(renewed.timestamps.count - 1, digests: [algorithm: digests])
        try renewed.checkOrder()
        return encoded
    }

    private func encode(lastChain timestamps: [[UInt8]]) -> [UInt8] {
        Self.encode(
            chains: chains.dropLast().map(\.encoded) + [DEREncoding.sequence(timestamps)],
            algorithms: chains.map(\.algorithm)
        )
    }

    private static func encode(chains: [[UInt8]], algorithms: [HashAlgorithm]) -> [UInt8] {
        var seen: Set<HashAlgorithm> = []
        let named = algorithms.filter { seen.insert($0).inserted }.map(\.identifier.der)
        return DEREncoding.sequence(
            DEREncoding.integer(1),
            DEREncoding.sequence(named),
            DEREncoding.sequence(chains)
        )
    }
}
