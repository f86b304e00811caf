import CMS
import PDF
import SignatureValidation

/// An evidence record, held against the content that our own seeds are about.
enum EvidenceRecordFuzzing {
    static func read(_ bytes: [UInt8]) {
        guard let record = try? EvidenceRecord(der: bytes) else { return }
        Promise.holds(record.der == bytes, "a record is kept as it was read")
        _ = try? record.timestampRenewalDigest
        for timestamp in record.timestamps.prefix(8) { TimestampFuzzing.look(atToken: timestamp.token.der) }
        var digests: [HashAlgorithm: [[UInt8]]] = [:]
        for algorithm in record.algorithms { digests[algorithm] = [algorithm.digest(of: Declared.content)] }
        _ = try? record.check(digests: digests)
        _ = try? validate(
            EvidenceRecordInput(
                record: bytes,
                objects: [BytesSource(Declared.content)],
                time: Declared.time,
                fetched: nil
            ),
            policy: ValidationPolicy(trustAnchors: [], timestampAnchors: nil)
        )
    }
}
