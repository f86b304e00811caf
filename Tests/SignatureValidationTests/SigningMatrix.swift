import CMS
import DeclaredPKI
import Foundation
import PAdES
import PDF
import Testing

@testable import SignatureValidation

/// Every type of key on every kind of file, signed by one to five people and judged after each.
@Suite struct `A contract of many signers` {
    private let world: TestWorld

    init() throws {
        world = try TestWorld()
    }

    /// PDF-1, PDF-2, CMS-B4, VAL-8.
    @Test(arguments: DeclaredKeyType.allCases, FileKind.allCases)
    func `passes after each of five signatures, and at B-LTA in the end`(type: DeclaredKeyType, kind: FileKind) throws {
        let people = try (1...5).map { number in
            try world.issuing.issue(
                .signer("Signer \(number)").valid(
                    from: TestWorld.start,
                    until: TestWorld.start.addingTimeInterval(TestWorld.year)
                ),
                key: type.key()
            )
        }
        let later = world.signingTime.addingTimeInterval(60)
        let material = try world.material(at: later, about: people.map(\.certificate))
        var file = kind.onePage
        file += try addSignatureFields(
            people.indices.map { SignatureFieldRequest(name: "Signer\($0)", box: nil) },
            lockingForeignFields: true,
            to: Document(BytesSource(file))
        )

        for (index, person) in people.enumerated() {
            let before = file
            file += try signed(by: person, field: "Signer\(index)", isFirst: index == 0, in: file)
            #expect(file.starts(with: before))
            let report = try report(file, at: later.addingTimeInterval(60), material)
            #expect(report.conclusion == .totalPassed, "signer \(index + 1): \(report)")
            #expect(report.signatures.count == index + 1)
        }

        file +=
            try addValidationData(
                certificates: material.certificates,
                crls: material.crls,
                ocspResponses: material.ocspResponses,
                to: Document(BytesSource(file))
            ) ?? []
        let timestamp = try PreparedTimestamp(in: Document(BytesSource(file)))
        let stamped = later.addingTimeInterval(60)
        file += try timestamp.finished(token: world.authority.timestamp(overDigest: timestamp.imprint, at: stamped))
        let archived = try report(file, at: later.addingTimeInterval(120), nil)
        #expect(archived.conclusion == .totalPassed, "\(archived)")
        #expect(archived.signatures.map(\.level) == Array(repeating: .lta, count: 5))
    }

    private func signed(
        by person: DeclaredIdentity,
        field: String,
        isFirst: Bool,
        in file: [UInt8]
    ) throws -> [UInt8] {
        let chain = [person.certificate.der, world.issuing.certificate.der]
        let prepared = try PreparedSignature(
            field: field,
            certificateChain: chain,
            algorithm: person.key.algorithm,
            content: SignatureDictionaryContent(
                signingTime: world.signingTime,
                docMDP: isFirst ? 2 : nil,
                contentsSize: 8_192
            ),
            appearance: nil,
            in: Document(BytesSource(file))
        )
        let value = try person.sign(prepared.signedAttributes)
        return try prepared.finished(
            signature: value,
            certificateChain: chain,
            timestampToken: world.authority.timestamp(
                overDigest: PreparedSignature.timestampImprint(of: value),
                at: world.signingTime
            )
        )
    }

    private func report(
        _ file: [UInt8],
        at time: Date,
        _ fetched: FetchedMaterial?
    ) throws -> ValidationReport {
        try validate(ValidationInput(source: BytesSource(file), time: time, fetched: fetched), policy: world.policy)
    }
}
