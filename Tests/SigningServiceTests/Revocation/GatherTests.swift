import CMS
import DeclaredPKI
import Foundation
import PDF
import SignerProtocol
import Synchronization
import Testing

@testable import SigningService

/// What is fetched about signatures, and how new it has to be: REV-9, REV-11.
@Suite struct `Validation data of a file` {
    private func gathered(anchors: [[UInt8]], timestampAnchors: [[UInt8]], _ contract: ConcludedContract) async throws
        -> [Questions.Asked]
    {
        let questions = Questions()
        let world = try World(anchors: anchors, timestampAnchors: timestampAnchors, revocation: questions)
        defer { world.remove() }
        _ = try await GatherValidationData(needs: world.needs).gather(
            for: Document(BytesSource(contract.bytes)),
            without: []
        )
        return questions.asked
    }

    @Test func `are asked for as they are after the newest signature`() async throws {
        let contract = try ConcludedContract()
        let asked = try await gathered(
            anchors: contract.anchors,
            timestampAnchors: contract.timestampAnchors,
            contract
        )
        let signed = Timestamp(DeclaredPKI.now.addingTimeInterval(-3_600))
        #expect(asked.map(\.demand) == [.since(signed), .since(signed)])
        #expect(asked.map(\.chain.count) == [3, 2])
    }

    @Test func `are not asked for where a chain reaches no anchor of ours`() async throws {
        let contract = try ConcludedContract()
        let other = try DeclaredPKI("OTHER").root.certificate.der
        #expect(try await gathered(anchors: [other], timestampAnchors: [other], contract).isEmpty)
        let half = try await gathered(anchors: [other], timestampAnchors: contract.timestampAnchors, contract)
        #expect(half.map(\.chain.last) == contract.timestampAnchors)
    }

    @Test func `are asked for anew before a key is used`() async throws {
        let contract = try ConcludedContract()
        let questions = Questions()
        let world = try World(anchors: contract.anchors, revocation: questions)
        defer { world.remove() }
        let chain = [contract.signer.certificate.der, contract.pki.issuing.certificate.der]
        let evidence = try await world.needs.evidence(of: chain, anchors: contract.anchors)
        #expect(evidence.chain == chain + contract.anchors)
        #expect(questions.asked.map(\.demand) == [.now])
    }
}

/// A CA that leaves intermediates out.
@Suite struct `A certificate that is issued alone` {
    @Test func `is kept with the intermediates that are found, and without a root`() async throws {
        let pki = try DeclaredPKI()
        let leaf = try pki.issuing.issue(.signer("契 太郎")).certificate.der
        let (issuing, root) = (pki.issuing.certificate.der, pki.root.certificate.der)
        for (issued, anchors, expected) in [
            ([leaf], [root], [leaf, issuing]), ([leaf, issuing], [root], [leaf, issuing]),
            ([leaf], [issuing], [leaf]),
        ] {
            let world = try World(
                authority: Issues(chain: issued),
                anchors: anchors,
                revocation: Questions(knowing: [issuing, root])
            )
            defer { world.remove() }
            #expect(try await world.needs.issue([], profile: .signer) == expected)
        }
    }
}

private struct Issues: CertificationAuthority {
    let chain: [[UInt8]]

    func issue(_: [UInt8], profile _: CertificateProfile) async throws -> [[UInt8]] { chain }
}

/// Notes what is asked, and has no data.
private final class Questions: RevocationSource {
    struct Asked {
        let chain: [[UInt8]]
        let demand: RevocationDemand
    }

    private let all = Mutex<[Asked]>([])
    /// What follows a leaf.
    private let issuers: [[UInt8]]

    init(knowing issuers: [[UInt8]] = []) {
        self.issuers = issuers
    }

    var asked: [Asked] { all.withLock { $0 } }

    func revocation(of chain: [[UInt8]]) async throws -> RevocationData { try await revocation(of: chain, .now) }

    func revocation(of chain: [[UInt8]], _ demand: RevocationDemand) async throws -> RevocationData {
        all.withLock { $0.append(Asked(chain: chain, demand: demand)) }
        return RevocationData()
    }

    func completed(_ chain: [[UInt8]]) async -> [[UInt8]] { chain + issuers.filter { !chain.contains($0) } }
}
