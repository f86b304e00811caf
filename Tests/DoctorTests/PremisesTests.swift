import CMS
import Crypto
import Foundation
import Testing

@testable import Doctor

@Suite struct `The premises of a process` {
    let house: House

    init() throws {
        house = try House()
    }

    @Test func `in order have no problem`() async throws {
        #expect(await house.codes() == [])
    }

    @Test(arguments: ["server.key", "pin"], [0o640, 0o604, 0o620])
    func `keep keys and secrets from everyone but their owner`(file: String, mode: Int) async throws {
        try house.folder.allow(file, mode)
        #expect(await house.codes() == ["SECRET_FILE_OPEN"])
    }

    @Test(arguments: ["settings.json", "server.pem", "root.pem"])
    func `let nobody else change settings and trust`(file: String) async throws {
        try house.folder.allow(file, 0o644)
        #expect(await house.codes() == [])
        try house.folder.allow(file, 0o646)
        #expect(await house.codes() == ["SETTINGS_OPEN"])
    }

    @Test func `miss no file`() async throws {
        try house.folder.remove("server.key")
        try house.folder.write("root.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        #expect(await house.codes() == ["FILE_UNREADABLE", "CERTIFICATE_UNREADABLE"])
    }

    @Test func `have keys and certificates in pairs`() async throws {
        try house.folder.write("server.key", P384.Signing.PrivateKey().pemRepresentation)
        #expect(await house.codes() == ["KEY_MISMATCH"])
        // A kind of key that nobody here knows is left to who uses it.
        try house.folder.write("server.key", Curve25519.Signing.PrivateKey().rawRepresentation.base64EncodedString())
        #expect(await house.codes() == [])
    }

    @Test(
        arguments: [
            (-90, -1, ["CERTIFICATE_EXPIRED"]), (-90, 29, ["CERTIFICATE_EXPIRES_SOON"]), (-90, 31, []),
            (1, 90, ["CERTIFICATE_NOT_YET_VALID"]),
        ] as [(Int, Int, [String])]
    )
    func `watch when certificates begin and end`(from: Int, to: Int, expected: [String]) async throws {
        try house.folder.write("root.pem", house.certificate(fromDay: from, toDay: to))
        #expect(await house.codes() == expected)
    }

    @Test func `doubt a clock before their time, or before their own records`() async throws {
        var early = house
        early.now = Date(timeIntervalSince1970: 1_700_000_000)
        #expect(await early.codes().contains("CLOCK_IMPLAUSIBLE"))
        try house.folder.write("records.db", "")
        try FileManager.default.setAttributes(
            [.modificationDate: house.now.addingTimeInterval(301)],
            ofItemAtPath: house.folder.path("records.db")
        )
        #expect(await house.codes() == ["CLOCK_IMPLAUSIBLE"])
        try FileManager.default.setAttributes(
            [.modificationDate: house.now.addingTimeInterval(299)],
            ofItemAtPath: house.folder.path("records.db")
        )
        #expect(await house.codes() == [])
    }

    @Test func `see who has their port`() async throws {
        let listener = try OpenPort()
        var busy = house
        busy.port = listener.port
        busy.program = "chigiri"
        #expect(await busy.codes() == ["PORT_TAKEN"])
        // What we start ourselves may have it.
        busy.program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().lastPathComponent
        #expect(await busy.codes() == [])
    }

    @Test func `know an address that is not theirs`() async throws {
        var abroad = house
        abroad.host = "192.0.2.1"
        #expect(await abroad.codes() == ["PORT_REFUSED"])
    }

    @Test func `know a database of another environment and a newer one`() async throws {
        let database = house.folder.path("records.db")
        func codes(_ state: DatabaseState?) async -> [String] {
            await house.codes(
                Premises.database(
                    { path in
                        #expect(path == database)
                        return state
                    },
                    command: "migrate"
                )
            )
        }
        #expect(await codes(nil) == [])
        // A file is migrated when it is opened.
        #expect(await codes(DatabaseState(missing: ["2"], laterContracts: [], environment: "TEST")) == [])
        #expect(await codes(DatabaseState(missing: [], laterContracts: [], environment: nil)) == [])
        #expect(
            await codes(DatabaseState(missing: [], laterContracts: [], environment: "PRODUCTION"))
                == ["DATABASE_ENVIRONMENT"]
        )
        #expect(
            await codes(DatabaseState(missing: [], laterContracts: ["3"], environment: "TEST")) == ["DATABASE_NEWER"]
        )
        struct Broken: Error {}
        #expect(
            await house.codes(Premises.database({ _ in throw Broken() }, command: "migrate"))
                == ["DATABASE_UNREADABLE"]
        )
    }

    @Test func `know a database on a server that does not fit`() async throws {
        struct Broken: Error {}
        func codes(_ read: @escaping ReadServer) async -> [String] {
            var house = house
            house.databaseServer = read
            return await house.codes(Premises.database({ _ in nil }, command: "migrate"))
        }
        #expect(await codes { DatabaseState(missing: [], laterContracts: [], environment: "TEST") } == [])
        #expect(
            await codes { DatabaseState(missing: ["2"], laterContracts: ["3-contract"], environment: "PRODUCTION") }
                == ["DATABASE_SERVER_ENVIRONMENT", "DATABASE_OLDER", "DATABASE_NEWER"]
        )
        #expect(await codes { throw Broken() } == ["DATABASE_UNREACHABLE"])
    }

    @Test func `have words in both languages for every check`() async {
        let checks = Premises.examinations + Premises.database({ _ in nil }, command: "migrate")
        #expect(Set(checks.map(\.complaint.code)).count == checks.count)
        for complaint in checks.map(\.complaint) {
            #expect(complaint.code.allSatisfy { $0.isUppercase || $0 == "_" })
            for words in [complaint.cause, complaint.remedy] {
                #expect(words.ja.contains { $0.unicodeScalars.contains { (0x3040...0x30FF).contains($0.value) } })
                #expect(!words.en.isEmpty && words.en.allSatisfy { $0.isASCII })
            }
        }
    }

    @Test func `are not examined over the network when that is left out`() async {
        let check = Examination<Premises>(
            "NETWORK",
            in: .everywhere,
            cause: Words(""),
            remedy: Words(""),
            .overNetwork {
                _ in .found([Words("asked")])
            }
        )
        let examiner = Examiner([check], environment: "TEST")
        #expect(await examiner.all(house.premises, over: .left).notChecked.map(\.code) == ["NETWORK"])
        #expect(await examiner.all(house.premises, over: .used).problems.map(\.code) == ["NETWORK"])
    }
}

@Suite struct `The report's language` {
    @Test(
        arguments: [
            (["LANG": "ja_JP.UTF-8"], ReportLanguage.ja), (["LANG": "C.UTF-8"], .en), ([:], .en),
            (["LANG": "ja_JP.UTF-8", "LC_ALL": "en_US.UTF-8"], .en), (["LANG": "en_US", "LC_MESSAGES": "ja_JP"], .ja),
            (["LC_ALL": "", "LANG": "ja"], .ja),
        ] as [([String: String], ReportLanguage)]
    )
    func `is the one that the locale asks for`(variables: [String: String], language: ReportLanguage) {
        #expect(ReportLanguage(variables: variables) == language)
    }
}
