import Foundation
import Testing

@testable import Trial

/// Sealed contracts whose timestamps are renewed by an order, before real processes. LTA-1…4
@Suite(.serialized, .liveInstance) struct `A sealed contract` {
    let instance: LiveInstance

    init() throws {
        instance = try #require(LiveInstance.current)
    }

    /// The service dies like by `kill -9` at each step of a renewal.
    @Test func `is renewed once for each order, wherever the service dies, and stays valid`() async throws {
        var person = Person(.witness, in: instance)
        let envelope = try await instance.send([person])
        #expect(try await person.sign().state == "signed")
        #expect(try await instance.verifiedSeal(of: envelope) == 1)
        var before = try await instance.contract(envelope)
        #expect(before.documentTimestamps == 1)

        for (number, step) in KillStep.renewal.enumerated() {
            try await instance.arm(step.name)
            try await instance.orderRenewal()
            try await instance.waitForDeath()
            try await instance.repair()
            let batch = try await instance.waitForRenewal()
            #expect(batch.done == batch.total && batch.total >= 2, "\(step.name): \(batch)")

            let contract = try await instance.contract(envelope)
            #expect(contract.bytes.starts(with: before.bytes), "\(step.name)")
            #expect(contract.documentTimestamps == 2 + number, "\(step.name)")
            before = contract
        }
        #expect(try await instance.audit(envelope).filter { $0 == "evidence renewed" }.count >= 8)
        #expect(try await instance.verifiedSeal(of: envelope) == 1)
    }

    @Test func `waits for the authority, and is renewed when it is back`() async throws {
        var person = Person(.witness, in: instance)
        let envelope = try await instance.send([person])
        #expect(try await person.sign().state == "signed")
        #expect(try await instance.verifiedSeal(of: envelope) == 1)
        let timestamps = try await instance.contract(envelope).documentTimestamps

        try await instance.set(.tsa, .wrongImprint)
        try await instance.orderRenewal()
        try await Task.sleep(for: .seconds(3))
        #expect(try await instance.newestRenewal().done == 0)
        #expect(try await instance.contract(envelope).documentTimestamps == timestamps)

        try await instance.set(.tsa, .ok)
        let batch = try await instance.waitForRenewal()
        #expect(batch.failed == 0)
        #expect(try await instance.contract(envelope).documentTimestamps == timestamps + 1)
        #expect(try await instance.verifiedSeal(of: envelope) == 1)
    }

    /// LTA-4: the operator's command; SAD-12, LTA-8: the timestamp of the hour.
    @Test func `is renewed by the operator's command, and has an evidence record from the anchored audit log`()
        async throws
    {
        var person = Person(.party, in: instance)
        let envelope = try await instance.send([person])
        #expect(try await person.sign().state == "signed")
        #expect(try await instance.verifiedSeal(of: envelope) == 1)
        let timestamps = try await instance.contract(envelope).documentTimestamps

        let (status, output) = try await instance.chigiri(
            ["renewals", "order", "--algorithm", "SHA-256", "--wait"]
        )
        #expect(status == 0 && output.contains("100 %"), "\(output)")
        #expect(try await instance.contract(envelope).documentTimestamps == timestamps + 1)
        let (unused, answer) = try await instance.chigiri(["renewals", "order", "--algorithm", "MD5"])
        #expect(unused == 1 && answer.contains("no document rests on it"))

        // The first anchor is made within half a minute of the start; a contract after it waits for the next hour.
        let (whole, report) = try await instance.auditAfterAnchor()
        #expect(whole == 0, "\(report)")
    }
}

private struct Contract {
    let bytes: [UInt8]

    var documentTimestamps: Int {
        String(decoding: bytes, as: UTF8.self).matches(of: /\/SubFilter\s*\/ETSI\.RFC3161/).count
    }
}

private struct Batch: Decodable {
    let id: String
    let total: Int
    let done: Int
    let failed: Int
}

private struct Calendar: Decodable {
    let batches: [Batch]
}

extension LiveInstance {
    fileprivate func contract(_ id: String) async throws -> Contract {
        Contract(bytes: try await client.bytes("/v1/envelopes/\(id)/document", bearer: sender))
    }

    /// Orders to renew everything; the service may die before it answers.
    fileprivate func orderRenewal() async throws {
        struct Order: Encodable {
            let kind = "algorithm"
            let value = "SHA-256"
        }
        let before = try await client.get("/v1/renewals", bearer: sender, as: Calendar.self).batches.count
        _ = try? await client.post("/v1/renewals", bearer: sender, Order(), as: Batch.self)
        guard let after = try? await client.get("/v1/renewals", bearer: sender, as: Calendar.self) else { return }
        #expect(after.batches.count == before + 1)
    }

    fileprivate func newestRenewal() async throws -> Batch {
        try #require(try await client.get("/v1/renewals", bearer: sender, as: Calendar.self).batches.first)
    }

    /// A command of the operator, with the settings of the service.
    fileprivate func chigiri(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        let file = prepared.folder.logs.appending(path: "command.txt")
        let settings = prepared.folder.service.appending(path: "settings.json").path
        let status = try await ChildProcess.run(
            "chigiri",
            arguments + ["--settings", settings],
            output: file,
            errors: prepared.folder.logs.appending(path: "command.log")
        )
        return (status, try String(contentsOf: file, encoding: .utf8))
    }

    /// Derives every chain once there is an anchor; a minute and a half at most.
    fileprivate func auditAfterAnchor() async throws -> (status: Int32, output: String) {
        for _ in 0..<30 {
            let report = try await chigiri(["audit", "verify"])
            if report.output.contains(/anchors: [1-9]/) { return report }
            try await Task.sleep(for: .seconds(3))
        }
        return (-1, "no anchor was made")
    }

    /// Half a minute at most.
    fileprivate func waitForDeath() async throws {
        for _ in 0..<300 {
            guard (try? await newestRenewal()) != nil else { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("the service did not come to the step")
    }

    /// A minute and a half at most: a job that died with its process is tried again after a pause.
    fileprivate func waitForRenewal() async throws -> Batch {
        for _ in 0..<900 {
            let batch = try await newestRenewal()
            if batch.done + batch.failed == batch.total { return batch }
            try await Task.sleep(for: .milliseconds(100))
        }
        return try await newestRenewal()
    }
}
