import CMS
import DeclaredPKI
import PDF
import SignatureValidation
import Testing

@testable import SigningService

/// TSP-5.
@Suite struct `Accredited timestamps` {
    private func report(on contract: ConcludedContract) throws -> ValidationReport {
        try validate(
            ValidationInput(source: BytesSource(contract.bytes), time: DeclaredPKI.now, fetched: nil),
            policy: ValidationPolicy(
                trustAnchors: [contract.pki.root.certificate],
                timestampAnchors: [contract.stamps.root.certificate]
            )
        )
    }

    @Test func `are those below an anchor of the operator's set`() throws {
        let contract = try ConcludedContract()
        let report = try report(on: contract)
        #expect(report.conclusion == .totalPassed && report.timestamps.count == 2)
        let source = BytesSource(contract.bytes)
        let accredited = AccreditedTimestamps(of: source, anchors: [contract.stamps.root.certificate])
        #expect(report.timestamps.allSatisfy(accredited.contains))
    }

    @Test func `are none below a root of the same name, or without a set`() throws {
        let contract = try ConcludedContract()
        let report = try report(on: contract)
        let namesake = try DeclaredPKI("TEST TSA").root.certificate
        #expect(namesake.subject == contract.stamps.root.certificate.subject)
        for anchors in [[namesake], [], [contract.pki.root.certificate]] {
            let accredited = AccreditedTimestamps(of: BytesSource(contract.bytes), anchors: anchors)
            #expect(!report.timestamps.contains(where: accredited.contains))
        }
    }

    @Test func `are none that do not pass`() throws {
        let contract = try ConcludedContract()
        let report = try validate(
            ValidationInput(source: BytesSource(contract.bytes), time: DeclaredPKI.now, fetched: nil),
            policy: ValidationPolicy(trustAnchors: [contract.pki.root.certificate], timestampAnchors: [])
        )
        let accredited = AccreditedTimestamps(
            of: BytesSource(contract.bytes),
            anchors: [contract.stamps.root.certificate]
        )
        #expect(!report.timestamps.contains(where: accredited.contains))
    }
}
