import SignerProtocol
import SignerTestSupport
import Testing

@testable import SigningService

/// The probe sees an act that two people did not approve.
@Suite struct `The probe of dual control` {
    private static let act = CriticalAct(
        aud: "sam:tests",
        client_id: "service",
        kind: .destroyCredential,
        target: "c-1",
        facts: [:],
        reason: "利用の終了",
        nonce: Blob([1]),
        iat: Timestamp(milliseconds: 0),
        exp: Timestamp(milliseconds: 1)
    )
    private static let bytes: [UInt8] = Array("the bytes that are approved".utf8)

    private let custodian = SoftwareAuthenticator()
    private let officer = SoftwareAuthenticator()

    private func person(_ duty: OperatorDuty, _ authenticator: SoftwareAuthenticator) -> OperatorRecord {
        let key = authenticator.publicKey
        return OperatorRecord(
            id: duty.rawValue,
            subject: "\(duty.rawValue)@operator.example",
            name: "運用",
            duty: duty,
            state: .active,
            passkey: OperatorRecord.Passkey(id: Blob(authenticator.id), publicKey: Blob(key), algorithm: -7)
        )
    }

    private func approval(
        _ duty: OperatorDuty,
        _ authenticator: SoftwareAuthenticator,
        of bytes: [UInt8] = bytes
    ) throws -> CriticalActRecord.Approval {
        CriticalActRecord.Approval(
            operator: duty.rawValue,
            duty: duty,
            time: Timestamp(milliseconds: 0),
            assertion: try authenticator.assert(challenge: CriticalAct.challenge(of: bytes))
        )
    }

    private func outcome(
        _ approvals: [CriticalActRecord.Approval],
        noted: Int = 1,
        duties: [OperatorDuty] = OperatorDuty.allCases
    ) async throws -> ProbeResult.Outcome {
        let time = Timestamp(milliseconds: 0)
        var chain: [AuditRecord] = []
        for _ in 0..<noted {
            let entry = AuditEntry(
                chain: "signer",
                sequence: chain.count + 1,
                time: time,
                actor: "service",
                action: "act-performed",
                payloadDigest: Blob([]),
                previous: AuditEntry.origin
            )
            chain.append(AuditRecord(entry: entry, salt: Blob([]), payload: nil))
        }
        let record = CriticalActRecord(id: "a-1", act: Blob(Self.bytes), approvals: approvals, performedAt: time)
        let authenticators: [OperatorDuty: SoftwareAuthenticator] = [
            .keyCustodian: custodian, .securityOfficer: officer,
        ]
        let signer = ScriptedSigner(
            chains: ["signer": chain],
            people: duties.compactMap { duty in authenticators[duty].map { person(duty, $0) } },
            performed: [record]
        )
        let world = try World(signer: signer)
        defer { world.remove() }
        return try await Probing(world.needs).run(.dualControl).outcome
    }

    @Test func `passes with two approvals of the same bytes by two duties`() async throws {
        let both = [try approval(.keyCustodian, custodian), try approval(.securityOfficer, officer)]
        #expect(try await outcome(both) == .passed)
    }

    @Test func `turns when an approval is missing, of other bytes, or by another passkey`() async throws {
        let first = try approval(.keyCustodian, custodian)
        #expect(try await outcome([first]) == .failed)
        #expect(try await outcome([first, try approval(.securityOfficer, officer, of: [0])]) == .failed)
        #expect(try await outcome([first, try approval(.securityOfficer, custodian)]) == .failed)
    }

    @Test func `turns when the audit knows another number of acts, or a duty is nobody's`() async throws {
        let both = [try approval(.keyCustodian, custodian), try approval(.securityOfficer, officer)]
        #expect(try await outcome(both, noted: 2) == .failed)
        #expect(try await outcome([], noted: 1, duties: [.keyCustodian]) == .failed)
    }
}
