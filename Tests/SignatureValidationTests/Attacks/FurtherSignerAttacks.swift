import Foundation
import PDF
import Testing

@testable import SignatureValidation

/// A further signature that comes with a field of its own: what most products do, and what an attacker would do to cover what
/// was signed.
///
/// Row 9 without a certification: `NEW_FIELD`, INDETERMINATE, unless nothing is hidden. The page's text "1,000" begins at
/// (40, 700).
///
/// - SeeAlso: SIGNING C row 9; VAL-7 (b); 0047
@Suite struct `A further signer's own field` {
    let world: TestWorld

    init() throws {
        world = try TestWorld()
    }

    /// The first signature's verdict after somebody signed in a field at `rectangle` that the signing revision brings.
    private func verdict(_ rectangle: [Int], docMDP: Int? = nil, hasSecondField: Bool = true) throws -> Verdict {
        let contract = try Contract.signed(Contract(world, hasSecondField: hasSecondField), docMDP: docMDP)
        let bytes = try contract.updated { update in
            let look = Stream(
                [
                    "Subtype": .name("Form"), "Resources": .dictionary([:]), "Length": .integer(14),
                    "BBox": .array(rectangle.map { .integer($0) }),
                ],
                .bytes(Array("0 0 99 99 re f".utf8))
            )
            let signature = update.add(.dictionary(["Type": .name("Sig"), "Filter": .name("Adobe.PPKLite")]))
            let field = update.add(
                .dictionary([
                    "Type": .name("Annot"), "Subtype": .name("Widget"), "FT": .name("Sig"), "F": .integer(132),
                    "T": .string(Array("Theirs".utf8)), "V": .reference(signature), "P": .reference(Contract.page),
                    "Rect": .array(rectangle.map { .integer($0) }),
                    "AP": .dictionary(["N": .reference(update.add(.stream(look)))]),
                ])
            )
            try update.append(.reference(field), to: "Fields", of: Contract.form)
            try update.append(.reference(field), to: "Annots", of: Contract.page)
        }
        return try Verdict(bytes, in: world)
    }

    @Test(arguments: [[0, 0, 0, 0], [300, 300, 400, 360]])
    func `leaves the earlier signature whole where it hides nothing`(rectangle: [Int]) throws {
        let verdict = try verdict(rectangle)
        #expect(verdict.conclusion == .passed && verdict.changes.isEmpty, "\(verdict)")
        // The signature that was added is none, and the worst decides.
        #expect(verdict.document == .totalFailed)
    }

    @Test(arguments: [
        [30, 690, 100, 720], [55, 690, 100, 720], [0, 0, 20, 20], [10, 200, 90, 220], [0, 0, 595, 842],
        [100, 10, 190, 90],
    ])
    func `is unclear over a text, the middle of a text, a form XObject or a field (row 9)`(rectangle: [Int]) throws {
        let verdict = try verdict(rectangle)
        #expect(verdict.conclusion == .indeterminate(.signatureConstraintsFailure), "\(verdict)")
        #expect(verdict.codes.contains("NEW_FIELD"), "\(verdict)")
    }

    @Test func `is nobody's permission under a certification, even where it shows nothing (row 9)`() throws {
        #expect(try verdict([0, 0, 0, 0], docMDP: 2).codes.contains("NEW_FIELD_NOT_PREDECLARED"))
        #expect(try verdict([0, 0, 0, 0], docMDP: 2, hasSecondField: false).codes.contains("NEW_FIELD"))
        #expect(try verdict([0, 0, 0, 0], docMDP: 1).codes.contains("MDP_VIOLATION"))
    }
}
