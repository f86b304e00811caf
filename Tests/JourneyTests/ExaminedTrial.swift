import Foundation
import Testing

@testable import Trial

/// A folder that `chigiri-trial init` has made; gone when the test is over.
final class ExaminedTrial {
    /// What a doctor has said.
    struct Report {
        let status: Int32
        let text: String
        let problems: [String]
        let notChecked: [String]
    }

    let root: URL
    let ports: Int

    init(_ options: [String] = []) async throws {
        // Outside /tmp, which is empty where `up` runs the service.
        root = URL(filePath: "/var/tmp/chigiri-doctor-\(UUID())", directoryHint: .isDirectory)
        ports = try await TrialPorts.free().base
        let made = try Products.run(
            "chigiri-trial",
            ["init", "--data", root.path, "--port-base", String(ports)] + options
        )
        try #require(made.status == 0, "\(made.output)")
    }

    deinit {
        TrialDatabases.drop(of: TrialFolder(path: root.path))
        TrialBucket.drop(of: TrialFolder(path: root.path))
        try? FileManager.default.removeItem(at: root)
    }

    func path(_ name: String) -> String { root.appending(path: name).path }

    func service(_ arguments: [String]) throws -> Report {
        try report("chigiri", ["--settings", path("service/settings.json")] + arguments)
    }

    func signer() throws -> Report {
        try report("chigiri-signer", ["--settings", path("signer/settings.json")])
    }

    func change(_ name: String, _ change: (inout [String: Any]) -> Void) throws {
        let old = try JSONSerialization.jsonObject(with: Data(contentsOf: root.appending(path: name)))
        var members = try #require(old as? [String: Any])
        change(&members)
        try JSONSerialization.data(withJSONObject: members).write(to: root.appending(path: name))
    }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: root.appending(path: name))
    }

    func allow(_ name: String, _ mode: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
    }

    /// The text of a file that holds a secret; of a PEM file, its longest line.
    func secret(_ name: String) throws -> String {
        let text = try String(contentsOf: root.appending(path: name), encoding: .utf8)
        return try #require(text.split(separator: "\n").map(String.init).max { $0.count < $1.count })
    }

    private func report(_ program: String, _ arguments: [String]) throws -> Report {
        struct Document: Decodable {
            struct Entry: Decodable {
                let code: String
            }

            let problems: [Entry]
            let notChecked: [Entry]
        }
        let run = try Products.run(program, ["doctor", "--json"] + arguments)
        let document = try #require(
            try? JSONDecoder().decode(Document.self, from: Data(run.output.utf8)),
            "\(run.output)"
        )
        return Report(
            status: run.status,
            text: run.output,
            problems: document.problems.map(\.code),
            notChecked: document.notChecked.map(\.code)
        )
    }
}

/// A trial's authority, signer and service, running until this is gone.
final class RunningTrial {
    private let trial: ExaminedTrial
    private var processes: [Process] = []

    init(_ trial: ExaminedTrial) throws {
        self.trial = trial
        try start("chigiri-trial", ["authority", "--data", trial.root.path])
        try start("chigiri-signer", ["--settings", trial.path("signer/settings.json")])
        try start("chigiri", ["serve", "--settings", trial.path("service/settings.json")])
    }

    deinit {
        for process in processes.reversed() {
            process.terminate()
            process.waitUntilExit()
        }
    }

    /// Until the service has certificates for its keys, a minute at most.
    func waitUntilReady() throws {
        for _ in 0..<120 {
            if try trial.service([]).notChecked.isEmpty { return }
            Thread.sleep(forTimeInterval: 0.5)
        }
    }

    private func start(_ name: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = Products.path(name)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        processes.append(process)
    }
}
