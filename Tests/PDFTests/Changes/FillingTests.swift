import Foundation
import Testing

@testable import PDF

/// A contract whose two signers fill in a field each; the first has signed, with DocMDP P=2 unless said otherwise.
private struct FilledContract {
    private(set) var bytes: [UInt8]

    static func fields(_ name: String) -> SignatureFieldRequest {
        let box = DisplayedBox(page: 1, x: name == "A" ? 10 : 110, y: 100, width: 80, height: 40)
        let text = TextFieldRequest(
            name: "Address\(name)",
            box: DisplayedBox(page: 1, x: box.x, y: 40, width: 80, height: 20),
            label: "所在地"
        )
        return SignatureFieldRequest(name: name, box: box, texts: [text])
    }

    init(docMDP: Int? = 2) throws {
        bytes = SmallPDF.file()
        bytes += try addSignatureFields(
            [Self.fields("A"), Self.fields("B")],
            lockingForeignFields: true,
            to: Document(BytesSource(bytes))
        )
        try sign("A", docMDP: docMDP, filling: ["AddressA"])
    }

    mutating func sign(_ field: String, docMDP: Int? = nil, filling names: [String]) throws {
        let content = SignatureDictionaryContent(
            signingTime: Date(timeIntervalSince1970: 1_790_000_000),
            docMDP: docMDP,
            contentsSize: 100
        )
        let texts = names.map { FilledText(field: $0, value: "小樽市", appearance: Self.appearance) }
        bytes += try prepareSignature(
            field: field,
            content: content,
            appearance: nil,
            filling: texts,
            in: Document(BytesSource(bytes))
        ).appended
    }

    /// Changes one field with no signature.
    mutating func write(_ value: String, into name: String) throws {
        var update = IncrementalUpdate(try Document(BytesSource(bytes)))
        let field = try #require(try Document(BytesSource(bytes)).formFields().first { $0.name == name })
        try update.set("V", to: TextString.encode(value), of: field.reference)
        bytes += try update.appended()
    }

    /// What happened after the first signature.
    func codes() throws -> [ChangeCode] {
        RevisionComparison.changes(in: try Document(BytesSource(bytes)), afterRevision: 2).map(\.code)
    }

    static var appearance: SignatureAppearance {
        SignatureAppearance(width: 80, height: 20, content: Array("0 0 10 10 re f".utf8), fonts: [])
    }
}

@Suite struct `A field that a signer fills in (PDF-8, VAL-7)` {
    @Test func `is allowed with the signature that locks it`() throws {
        var contract = try FilledContract()
        try contract.sign("B", filling: ["AddressB"])

        let codes = try contract.codes()
        #expect(Set(codes) == [.fieldFilledBySigner, .signatureAdded])
        #expect(codes.allSatisfy { $0.isAllowed })
    }

    @Test func `is declared locked by the field and by the signature`() throws {
        let contract = try FilledContract()
        let document = try Document(BytesSource(contract.bytes))
        let lock = FieldLock(action: .include, fields: ["AddressA"], permission: nil)

        let fields = try document.signatureFields()
        #expect(fields.first { $0.name == "A" }?.lock == lock)
        #expect(try document.signatures().first?.transforms == [.docMDP(permission: 2), .fieldMDP(lock)])
        let texts = try document.formFields()
        #expect(texts.first { $0.name == "AddressA" }?.value == TextString.encode("小樽市"))
    }

    @Test func `may not be filled in without a signature`() throws {
        var contract = try FilledContract()
        try contract.write("札幌市", into: "AddressB")

        #expect(try contract.codes() == [.formFilled])
        #expect(!ChangeCode.formFilled.isAllowed)
    }

    @Test func `may not be filled in with the signature of somebody else`() throws {
        let contract = try FilledContract()
        var update = IncrementalUpdate(try Document(BytesSource(contract.bytes)))
        let fields = try Document(BytesSource(contract.bytes)).formFields()
        let signature = update.add(.dictionary(["Type": .name("Sig")]))
        let (other, text) = (
            try #require(fields.first { $0.name == "B" }), try #require(fields.first { $0.name == "AddressB" })
        )
        // A field whose /Lock is taken away locks nothing: that alone is a change of the form.
        var signed = other.dictionary
        signed["Lock"] = nil
        signed["V"] = .reference(signature)
        update.replace(other.reference, with: .dictionary(signed))
        try update.set("V", to: TextString.encode("札幌市"), of: text.reference)
        let codes = RevisionComparison.changes(
            in: try Document(BytesSource(contract.bytes + update.appended())),
            afterRevision: 2
        ).map(\.code)

        #expect(codes.contains(.formFilled) && codes.contains(.formChanged))
    }

    @Test(arguments: ["札幌市", "小樽市 2"])
    func `may not be changed once it is signed`(value: String) throws {
        var contract = try FilledContract()
        try contract.write(value, into: "AddressA")

        #expect(try contract.codes() == [.mdpViolation])
    }

    @Test func `may not be filled in after a first signature that permits nothing`() throws {
        var contract = try FilledContract(docMDP: nil)
        try contract.sign("B", filling: ["AddressB"])

        #expect(try contract.codes().contains(.formFilled))
    }
}
