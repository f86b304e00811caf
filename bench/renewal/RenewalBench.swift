import CMS
import Crypto
import DeclaredPKI
import Foundation

/// Prints what evidence for very many documents costs, and that each record stands alone.
@main
struct RenewalBench {
    let authority: DeclaredIdentity
    let count: Int

    static func main() async throws {
        let isSmoke = CommandLine.arguments.contains("--smoke")
        let count = isSmoke ? 1_000 : 100_000
        let authority = try DeclaredIdentity(.timestamping("Bench TSA"))
        print(BenchLine.head)
        try RenewalBench(authority: authority, count: count).run()

        let folder = FileManager.default.temporaryDirectory.appending(path: "chigiri-renewal-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let anchors = try await BenchService(in: folder.appending(path: "anchors"))
        try await AnchorRun(count: count, service: anchors) { $0.write() }.run()
        let files = try await BenchService(in: folder.appending(path: "files"))
        try await DocumentRun(count: isSmoke ? 20 : 2_000, service: files) { $0.write() }.run()
    }

    private func run() throws {
        // 1. A first record for every document.
        let limit = seconds { limitOfTree() }
        var records: [[UInt8]] = []
        records.reserveCapacity(count)
        let first = try seconds {
            let batch = try EvidenceBatch(algorithm: .sha256, digests: (0..<count).lazy.map { digest($0, .sha256) })
            let stamped = try batch.stamped(by: token(batch.imprint, after: 0))
            for position in 0..<count { records.append(stamped.record(position) ?? []) }
        }
        try report("first", first, records)

        // 2. One more timestamp over the last: all records share it, so one leaf does for all.
        let renewal = try seconds {
            let imprint = try EvidenceRecord(der: records[0]).timestampRenewalDigest
            let stamped = try EvidenceBatch(algorithm: .sha256, digests: [imprint.digest])
                .stamped(by: token(imprint, after: 60))
            guard let timestamp = stamped.archiveTimestamp(0) else { throw BenchFault.record(0) }
            for position in 0..<count {
                records[position] = try EvidenceRecord(der: records[position]).renewed(by: timestamp)
            }
        }
        try report("timestamp renewal", renewal, records)

        // 3. Another hash, over every document and its record.
        let rehash = try seconds {
            let leaves = try (0..<count).map { position in
                try EvidenceRecord(der: records[position])
                    .hashTreeRenewalDigest(of: digest(position, .sha512), by: .sha512)
            }
            let batch = try EvidenceBatch(algorithm: .sha512, digests: leaves)
            let stamped = try batch.stamped(by: token(batch.imprint, after: 120))
            for position in 0..<count {
                guard let timestamp = stamped.archiveTimestamp(position) else { throw BenchFault.record(position) }
                records[position] = try EvidenceRecord(der: records[position])
                    .renewed(byChainOf: timestamp, digests: [digest(position, .sha512)])
            }
        }
        try report("hash renewal", rehash, records)
        print("limit\t\(count)\t0\t\(BenchLine.text(limit))\tratio of the first batch \(BenchLine.text(first / limit))")
    }

    // MARK: Checking

    private func report(_ name: String, _ time: Double, _ records: [[UInt8]]) throws {
        let checking = try seconds { for (position, record) in records.enumerated() { try check(record, position) } }
        let bytes = records.reduce(0) { $0 + $1.count } / count
        BenchLine(name, count, 1, time, bytes: bytes, checks: count, checking: checking).write()
    }

    private func check(_ record: [UInt8], _ position: Int) throws {
        let read = try EvidenceRecord(der: record)
        do {
            try read.check(digests: digests(position, read.algorithms))
        } catch {
            throw BenchFault.record(position)
        }
        // A neighbour in the tree is proven by the same record, so this one is of no batch.
        guard (try? read.check(digests: digests(position + count, read.algorithms))) == nil else {
            throw BenchFault.record(position)
        }
    }

    // MARK: Documents

    /// The digest of a document that is only its number.
    private func digest(_ document: Int, _ hash: HashAlgorithm) -> [UInt8] {
        hash.digest(of: Array("document \(document)".utf8))
    }

    private func digests(_ document: Int, _ hashes: [HashAlgorithm]) -> [HashAlgorithm: [[UInt8]]] {
        Dictionary(uniqueKeysWithValues: hashes.map { ($0, [digest(document, $0)]) })
    }

    private func token(_ imprint: MessageImprint, after delay: TimeInterval) throws -> [UInt8] {
        try authority.timestamp(over: imprint, at: DeclaredPKI.now.addingTimeInterval(delay))
    }

    /// The digests of all documents and of all nodes above them.
    private func limitOfTree() {
        var node = [UInt8](repeating: 0, count: 64)
        for number in 0..<count {
            node[number % 32] = SHA256.hash(data: Array("document \(number)".utf8)).first { _ in true } ?? 0
        }
        for number in 0..<count { node[number % 32] = SHA256.hash(data: node).first { _ in true } ?? 0 }
    }

    // MARK: Measuring

    private func seconds(_ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let time = try clock.measure { try body() }
        return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    }
}
