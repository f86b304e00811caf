import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `A file of an entry` {
    private func attach(_ bytes: [UInt8], _ name: String, in world: RegisterWorld, seen version: Int) async throws
        -> RegisterEntry
    {
        try await world.registers.attach(
            name,
            Pieces(bytes, of: 7),
            to: "policy",
            of: 1,
            in: "insurances",
            seen: version,
            by: world.maker
        )
    }

    @Test(
        arguments: [
            ("証券.pdf", AttachmentKind.pdf, SmallPDF.bytes()),
            ("a.PNG", .png, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]),
            ("a.jpeg", .jpeg, [0xFF, 0xD8, 0xFF, 0xE0]), ("a.csv", .csv, Array("名,前\n".utf8)),
            ("a.b.txt", .text, Array("葛\u{E0100}👩\n\t".utf8)),
        ]
    )
    func `is kept encrypted, in the draft, and read back`(name: String, kind: AttachmentKind, bytes: [UInt8])
        async throws
    {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        let before = try await world.approved()
        let entry = try await attach(bytes, name, in: world, seen: before.version)

        let attachment = try #require(entry.proposal?.content.attachment("policy"))
        #expect(attachment.kind == kind)
        #expect(attachment.size == bytes.count)
        #expect(entry.approval == before.approval)
        let (content, found) = try await world.registers.attachment(
            in: "policy",
            of: 1,
            in: "insurances",
            version: entry.version,
            for: world.approver
        )
        #expect(found == kind)
        #expect(content.name == name)
        #expect(try await content.read(0..<content.count) == bytes)
    }

    @Test(
        arguments: [
            ("a.exe", Array("MZ".utf8)), ("a.pdf", Array("<html>".utf8)), ("a.txt", SmallPDF.bytes()),
            ("a.html", Array("<html>".utf8)), ("a.txt", [0x82, 0xA0]), ("a.csv", Array("a\0b".utf8)),
            ("a.txt", [0xE5, 0x8D]), ("pdf", SmallPDF.bytes()), ("a.txt", []), ("a.svg", Array("<svg/>".utf8)),
        ] as [(String, [UInt8])]
    )
    func `of any other kind, or under another name, is refused and leaves nothing`(name: String, bytes: [UInt8])
        async throws
    {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        try await world.proposed()
        await #expect(throws: ServiceError.attachmentRefused) { try await attach(bytes, name, in: world, seen: 1) }
        #expect(try world.needs.segments.segments(olderThanSeconds: -10).isEmpty)
        #expect(try await world.registers.entry(1, in: "insurances", for: world.maker).entry.version == 1)
    }

    @Test func `over the limit is refused while it comes`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        try await world.proposed()
        let bytes = Array("%PDF-".utf8) + [UInt8](repeating: 0x20, count: Registers.attachmentLimit)
        await #expect(throws: ServiceError.documentTooLarge(limit: Registers.attachmentLimit)) {
            try await world.registers.attach(
                "a.pdf",
                Pieces(bytes, of: 1_000_000),
                to: "policy",
                of: 1,
                in: "insurances",
                seen: 1,
                by: world.maker
            )
        }
        #expect(try world.needs.segments.segments(olderThanSeconds: -10).isEmpty)
    }

    @Test func `stays when the entry is changed, and goes when that is asked for`() async throws {
        let world = try await RegisterWorld()
        defer { world.world.remove() }
        try await world.proposed()
        let entry = try await attach(SmallPDF.bytes(), "a.pdf", in: world, seen: 1)
        #expect(entry.state.name == .draft)
        let changed = try await world.registers.write(
            world.typed(["amount": "8"]),
            to: 1,
            in: "insurances",
            seen: entry.version,
            as: .draft,
            by: world.maker
        )
        #expect(changed.content?.attachment("policy") != nil)
        var typed = world.typed
        typed.withoutFiles = ["policy"]
        let without = try await world.registers.write(
            typed,
            to: 1,
            in: "insurances",
            seen: changed.version,
            as: .draft,
            by: world.maker
        )
        #expect(without.content?.attachment("policy") == nil)
        let (content, _) = try await world.registers.attachment(
            in: "policy",
            of: 1,
            in: "insurances",
            version: entry.version,
            for: world.maker
        )
        #expect(content.count == SmallPDF.bytes().count)
        await #expect(throws: ServiceError.entryUnknown) {
            try await world.registers.attachment(
                in: "policy",
                of: 1,
                in: "insurances",
                version: without.version,
                for: world.maker
            )
        }
    }
}
