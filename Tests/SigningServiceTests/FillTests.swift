import Foundation
import SignerProtocol
import Testing
import Typesetting

@testable import SigningService

@Suite struct `A text field of a signer` {
    private static let address = "hanako@party.example"

    private static func request(_ texts: [RequestedText]) -> SignerRequest {
        SignerRequest(
            name: "髙橋 花子",
            email: address,
            kind: .witness,
            order: nil,
            box: SignatureBox(page: 1, x: 20, y: 20, width: 150, height: 50),
            texts: texts
        )
    }

    private static func text(_ label: String, isRequired: Bool = true, width: Double = 120) -> RequestedText {
        RequestedText(
            label: label,
            box: SignatureBox(page: 1, x: 20, y: 90, width: width, height: 24),
            isRequired: isRequired
        )
    }

    /// A signer who has read the contract, and her fields.
    private func reader(
        _ texts: [RequestedText],
        in world: World
    ) async throws -> (actor: SignerActor, fields: [String]) {
        let sender = try await world.sender()
        _ = try await world.sent([Self.request(texts)], by: sender)
        try await world.work()
        let ceremony = SigningCeremony(world.needs)
        let token = try #require(world.mail.token(for: Self.address))
        let opened = try await ceremony.exchange(token: token, openedBy: nil)
        let actor = try await ceremony.signer(bearing: opened.session.text)
        try await ceremony.viewed(by: actor)
        return (actor, try await ceremony.overview(for: actor).me.texts.map(\.field))
    }

    private func consent() -> ConsentRequest {
        let statement = ConsentStatement.consentToSign(in: .ja)
        return ConsentRequest(
            statement: statement.id,
            version: statement.version,
            digest: statement.digest.hexadecimal,
            locale: .ja,
            action: "press-and-hold"
        )
    }

    @Test func `is filled in before she can consent, unless it may stay empty`() async throws {
        let world = try World()
        defer { world.remove() }
        let (actor, fields) = try await reader([Self.text("所在地"), Self.text("備考", isRequired: false)], in: world)
        let ceremony = SigningCeremony(world.needs)

        await #expect(throws: ServiceError.textMissing(label: "所在地")) {
            try await ceremony.consent(consent(), by: actor)
        }
        try await ceremony.fill([fields[0]: "小樽市色内一丁目"], by: actor)
        try await ceremony.consent(consent(), by: actor)

        let me = try await ceremony.overview(for: actor).me
        #expect(me.texts.map(\.value) == ["小樽市色内一丁目", nil])
        #expect(me.state.name == "consented")
    }

    @Test func `undoes her consent when she writes something else`() async throws {
        let world = try World()
        defer { world.remove() }
        let (actor, fields) = try await reader([Self.text("所在地")], in: world)
        let ceremony = SigningCeremony(world.needs)
        try await ceremony.fill([fields[0]: "小樽市"], by: actor)
        try await ceremony.consent(consent(), by: actor)

        try await ceremony.fill([fields[0]: "小樽市"], by: actor)
        #expect(try await ceremony.overview(for: actor).me.state.name == "consented", "the same words change nothing")
        try await ceremony.fill([fields[0]: "札幌市"], by: actor)
        #expect(try await ceremony.overview(for: actor).me.state.name == "viewed")
        await #expect(throws: ServiceError.consentMissing) { _ = try await ceremony.begin(by: actor) }
    }

    @Test func `takes what fits and can be shown, and no field of anybody else`() async throws {
        let world = try World()
        defer { world.remove() }
        let (actor, fields) = try await reader([Self.text("所在地", width: 40)], in: world)
        let ceremony = SigningCeremony(world.needs)

        for (text, refusal) in [
            (String(repeating: "長い住所", count: 20), ServiceError.textTooLong(label: "所在地")),
            ("行\u{202E}逆", .textRefused(field: "所在地")),
            ("\u{10FFFD}", .textWithoutGlyph(label: "所在地", scalars: ["U+10FFFD"])),
        ] {
            await #expect(throws: refusal) { try await ceremony.fill([fields[0]: text], by: actor) }
        }
        await #expect(throws: ServiceError.textFieldUnknown) { try await ceremony.fill(["Text9": "x"], by: actor) }
        #expect(try await ceremony.overview(for: actor).me.texts.map(\.value) == [nil])
    }

    @Test func `is refused where it lies outside the page or is too small, and beyond twenty`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let cases: [([RequestedText], ServiceError)] = [
            ([Self.text("所在地", width: 5_000)], .boxOutsidePage(signer: 1, page: 1)),
            ([Self.text("所在地", width: 5)], .boxTooSmall(signer: 1)),
            (Array(repeating: Self.text("所在地"), count: 21), .tooManyTexts(signer: 1, limit: 20)),
            ([Self.text(" ")], .textRefused(field: "signers[0].fields[0].label")),
        ]
        for (texts, refusal) in cases {
            await #expect(throws: refusal) { _ = try await world.sent([Self.request(texts)], by: sender) }
        }
    }
}

@Suite struct `A name written by hand` {
    static let good = "0,0 100,300 200,500;300,300 900,700"

    @Test(arguments: [
        "", "0,0", "0,0 1,1 2,2 3,3 4,4", "0,0 100,300 200,500;300,300 1001,700", "0,0 100,300 -1,500;300,300 900,700",
        "0,0 100,300 x,500;300,300 900,700", "0,0,0 100,300 200,500;300,300 900,700",
        String(repeating: "0,0 900,900;", count: 1_600),
    ])
    func `is refused when it is no drawing of this size`(text: String) {
        #expect(Handwriting(text) == nil)
    }

    @Test func `fills its square and keeps its proportions`() throws {
        let lines = try #require(Handwriting(Self.good)).lines
        #expect(lines.count == 2)
        let (x, y) = (lines.flatMap { $0.map(\.x) }, lines.flatMap { $0.map(\.y) })
        #expect(abs(x.max()! - 0.46) < 1e-9 && abs(x.min()! + 0.46) < 1e-9)
        #expect(y.max()! < 0.46 && y[0] == y.max(), "the first point is the highest: y goes up")
    }

    @Test func `is shown as it was written, in ink and not in vermilion`() throws {
        let choice = ImprintChoice.written(try #require(Handwriting(Self.good)))
        let svg = try choice.svg(name: "髙橋 花子", fonts: try .init())
        #expect(svg.components(separatedBy: "<polyline").count == 3)
        #expect(svg.contains("印影「髙橋 花子」") && !svg.contains("<path"))
    }

    @Test func `cannot be asked for by a sender`() {
        #expect(throws: ImprintRefusal.missing(.handwriting)) {
            try ImprintRequest(kind: .written, organisation: nil, title: nil, ending: .automatic).choice(for: "髙橋 花子")
        }
    }
}
