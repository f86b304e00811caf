import Foundation
import Testing

@Suite struct `The import walls` {
    let sources: [SourceFile]

    init() throws {
        sources = try SourceFile.all()
        try #require(sources.count > 100)
    }

    /// Which of our targets a target may import. ARCHITECTURE §2
    static let allowed: [String: Set<String>] = [
        "PDF": [],
        "CMS": [],
        "PAdES": ["PDF", "CMS"],
        "ASiC": ["CMS"],
        "SignatureValidation": ["PDF", "CMS", "ASiC"],
        "Passkeys": [],
        "Typesetting": [],
        "PKCS11": [],
        "Converters": [],
        "Doctor": ["CMS"],
        "SignerProtocol": [],
        "SigningKeys": ["SignerProtocol", "CMS", "Passkeys", "PKCS11"],
        "SQLiteSignerStorage": ["SigningKeys", "SignerProtocol"],
        "PostgresConnection": ["SignerProtocol"],
        "SQLiteSnapshot": ["SignerProtocol"],
        "PostgresSignerStorage": ["PostgresConnection", "SigningKeys", "SignerProtocol"],
        "SignerEndpoint": ["SigningKeys", "SignerProtocol"],
        "SigningService": [
            "PDF", "CMS", "PAdES", "SignatureValidation", "Passkeys", "Typesetting", "Converters",
            "SignerProtocol",
        ],
        "SQLiteStorage": ["SigningService", "SignerProtocol"],
        "PostgresStorage": ["PostgresConnection", "SigningService", "SignerProtocol"],
        "Outbound": ["SigningService", "SignerProtocol", "CMS"],
        "Web": ["SigningService", "SignatureValidation", "SignerProtocol"],
        "Server": [
            "PDF", "CMS", "PAdES", "SignatureValidation", "SigningService", "SQLiteStorage", "PostgresStorage",
            "PostgresConnection", "SQLiteSnapshot", "Outbound", "Web", "Typesetting", "SignerProtocol", "Doctor",
        ],
        "SignerCommand": [
            "SigningKeys", "SignerEndpoint", "SQLiteSignerStorage", "PostgresSignerStorage", "PostgresConnection",
            "SQLiteSnapshot", "SignerProtocol", "PKCS11", "Doctor",
        ],
        "Trial": ["CMS", "PDF", "PostgresConnection"],
    ]

    /// The only importers of an outside library.
    static let walls: [String: Set<String>] = [
        "CZlib": ["PDF", "ASiC"],
        "CPKCS11": ["PKCS11"],
        "CFido2": ["Passkeys"],
        "CTypesetting": ["Typesetting"],
        "CLibPQ": ["PostgresConnection"],
        "CCurl": ["Outbound"],
        "GRDB": ["SQLiteStorage", "SQLiteSignerStorage", "SQLiteSnapshot"],
        "AsyncHTTPClient": ["Outbound", "Trial"],
        "Hummingbird": ["Web", "SignerEndpoint", "Trial"],
        "HummingbirdTLS": ["Web", "SignerEndpoint"],
        "Mustache": ["Web"],
        "Tracing": ["SigningService", "Web"],
        "ArgumentParser": ["Server", "SignerCommand", "Trial"],
    ]

    @Test func `let each target import only what the map allows`() {
        for file in sources {
            let ours = file.imports.intersection(Self.allowed.keys)
            let allowed = Self.allowed[file.target]
            #expect(allowed != nil, "\(file.path): the map does not know \(file.target)")
            #expect(ours.isSubset(of: allowed ?? []), "\(file.path) imports \(ours.subtracting(allowed ?? []))")
        }
    }

    @Test func `let each outside library have its importers only`() {
        for file in sources {
            for library in file.imports {
                guard let importers = Self.walls[library] else { continue }
                #expect(importers.contains(file.target), "\(file.path) imports \(library)")
            }
        }
    }

    @Test func `keep maker and judge apart`() {
        for file in sources where file.target == "PAdES" {
            #expect(!file.imports.contains("SignatureValidation"), "\(file.path)")
        }
        for file in sources where file.target == "SignatureValidation" {
            #expect(!file.imports.contains("PAdES"), "\(file.path)")
        }
    }

    @Test func `keep clocks and input or output out of the standard targets`() {
        let forbidden = ["Date()", "Date.now", "ContinuousClock", "URLSession", "FileManager", "socket("]
        for file in sources where ["PDF", "CMS", "PAdES", "SignatureValidation", "ASiC"].contains(file.target) {
            for word in forbidden {
                #expect(!file.text.contains(word), "\(file.path) says \(word)")
            }
        }
    }

    @Test func `let only Server name a concrete storage engine of the service`() {
        for file in sources
        where !file.imports.isDisjoint(with: ["SQLiteStorage", "PostgresStorage"]) {
            #expect(file.target == "Server", "\(file.path)")
        }
    }
}

@Suite struct `The source` {
    @Test func `has no way to fail by force`() throws {
        for file in try SourceFile.all() {
            for word in ["try!", "as!", "fatalError("] {
                #expect(!file.code.contains(word), "\(file.path) says \(word)")
            }
        }
    }

    @Test func `explains everything that the compiler takes on trust`() throws {
        for file in try SourceFile.all() {
            let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() {
                guard line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") else { continue }
                let before = lines[max(0, index - 12)..<index]
                #expect(before.contains { $0.contains("//") }, "\(file.path):\(index + 1) says nothing of its safety")
            }
        }
    }

    @Test func `is public to nobody`() throws {
        for file in try SourceFile.all() {
            for kind in ["func", "let", "var", "struct", "enum", "final", "protocol", "init", "extension"] {
                #expect(!file.code.contains("public \(kind)"), "\(file.path)")
            }
        }
    }
}
