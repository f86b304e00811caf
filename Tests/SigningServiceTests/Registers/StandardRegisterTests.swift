import Foundation
import SignerProtocol
import Testing

@testable import SigningService

@Suite struct `A standard register` {
    @Test(arguments: RegisterDeclaration.standard.map(\.id))
    func `is declared soundly`(id: RegisterID) throws {
        let declaration = try #require(RegisterDeclaration.standard.first { $0.id == id })
        let names = declaration.fields.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { isKebabCase($0, limit: 40) && $0 != RegisterTyped.owner })
        // Heads of columns are found by their labels.
        for language in Language.allCases {
            let labels = declaration.fields.map { $0.label.text(in: language) }
            #expect(Set(labels).count == labels.count)
            #expect(Set(labels).isDisjoint(with: RegisterTable.reservedHeads))
        }
        #expect(declaration.fields.first?.isRequired == true)
        #expect(declaration.fields.first?.kind == .text)
        #expect(declaration.fields.contains { $0.isSearchable })
        if let due = declaration.due { #expect(declaration.field(due)?.kind == .day) }
        for field in declaration.fields {
            #expect(Set(field.choices.map(\.id)).count == field.choices.count)
            #expect(field.choices.allSatisfy { isKebabCase($0.id, limit: 40) })
            if case .entry(let other) = field.kind {
                #expect(RegisterDeclaration.standard.contains { $0.id == other })
            }
        }
    }

    /// From its name to its closing bracket, as `bin/format` writes it.
    @Test func `takes fewer than forty lines`() throws {
        var folder = URL(filePath: #filePath)
        for _ in 1...4 { folder.deleteLastPathComponent() }
        folder.append(path: "Sources/SigningService/Registers/Declarations")
        var found = 0
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            guard let start = lines.firstIndex(where: { $0.hasSuffix("= RegisterDeclaration(") }),
                let end = lines.firstIndex(of: "    )")
            else { continue }
            found += 1
            #expect(end - start < 40, "\(file.lastPathComponent): \(end - start + 1) lines")
        }
        #expect(found == RegisterDeclaration.standard.count)
    }

    @Test func `has a name of its own`() {
        let ids = RegisterDeclaration.standard.map(\.id)
        #expect(Set(ids).count == ids.count)
    }

    private func findings(_ id: RegisterID, _ values: [String: RegisterValue], on day: String) throws -> [String] {
        let declaration = try #require(RegisterDeclaration.standard.first { $0.id == id })
        let content = RegisterContent(values: values, owner: AccountID(from: systemRandomBytes))
        return declaration.findings(in: content, on: try #require(CalendarDay(day))).map {
            "\($0.severity) \($0.field ?? "")"
        }
    }

    private func day(_ text: String) throws -> RegisterValue { .day(try #require(CalendarDay(text))) }

    @Test func `knows what is wrong with its entries`() throws {
        let old: [String: RegisterValue] = ["certification": .choice("fips-140-2")]
        #expect(try findings("hsm-devices", old, on: "2026-09-21").isEmpty)
        #expect(try findings("hsm-devices", old, on: "2026-09-22") == ["attention certification"])
        #expect(
            try findings(
                "certification-authorities",
                ["policies": .text("1.2.3 0.x"), "contract": try day("2026-11-23")],
                on: "2026-11-22"
            ) == ["refuse policies", "refuse contract"]
        )
        #expect(
            try findings(
                "operator-terminals",
                ["fingerprint": .text("AB"), "encrypted": .yesNo(false)],
                on: "2026-11-22"
            ) == ["refuse fingerprint", "attention encrypted"]
        )
        #expect(
            try findings(
                "training-records",
                ["score": .number(79), "held": try day("2026-11-22"), "next": try day("2027-11-23")],
                on: "2026-11-22"
            ) == ["attention score", "refuse next"]
        )
        #expect(
            try findings(
                "risks",
                [
                    "likelihood": .number(2), "impact": .number(5), "residual": .number(12),
                    "treatment": .choice("reduce"),
                ],
                on: "2026-11-22"
            ) == ["refuse measures", "refuse residual", "attention residual"]
        )
        #expect(
            try findings("identity-providers", ["role": .choice("authentication")], on: "2026-11-22")
                == ["refuse issuer"]
        )
        #expect(
            try findings(
                "timestamp-authorities",
                ["policy": .text("1.2.392.1"), "certificate-until": try day("2027-11-21")],
                on: "2026-11-22"
            ) == ["attention certificate-until"]
        )
    }
}
