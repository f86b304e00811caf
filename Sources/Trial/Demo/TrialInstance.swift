import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A trial that runs: its authority and `chigiri up`, in one folder.
final class TrialInstance {
    let prepared: PreparedFolder
    let client: APIClient
    private var children: [ChildProcess] = []

    /// Starts both programs and waits until the API answers.
    ///
    /// - Throws: `TrialError.program` when one of them ends before that, or after two minutes.
    init(prepared: PreparedFolder) async throws {
        self.prepared = prepared
        client = APIClient(base: prepared.ports.serviceURL, root: prepared.folder.internalRoot)
        let data = prepared.folder.root.path
        do {
            try start("chigiri-trial", ["authority", "--data", data], log: "authority.log")
            try start("chigiri", ["up", "--data", data], log: "chigiri.log")
            try await waitForHealth()
        } catch {
            await stop()
            throw error
        }
    }

    /// Ends both programs, the service first: it has no reason to miss its authority while it ends.
    func stop() async {
        for child in children.reversed() { child.stop() }
        children = []
        await client.close()
    }

    /// A program that has ended although nobody asked; nil while all run.
    var ended: ChildProcess? {
        children.first { !$0.isRunning }
    }

    private func start(_ name: String, _ arguments: [String], log: String) throws {
        children.append(try ChildProcess(name, arguments, log: prepared.folder.logs.appending(path: log)))
    }

    private func waitForHealth() async throws {
        struct Health: Decodable {
            let status: String
        }
        for _ in 0..<1200 {
            if let ended { throw TrialError.program(ended.name, log: ended.log.path) }
            let health = try? await client.get("/v1/health", bearer: nil, as: Health.self)
            if health?.status == "ok" { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw TrialError.program("chigiri", log: prepared.folder.logs.appending(path: "chigiri.log").path)
    }
}

extension TrialPorts {
    /// Ports in a row on 127.0.0.1 that nobody uses at this moment, for so many processes of each kind.
    static func free(processes: Int = 1) async throws -> TrialPorts {
        for _ in 0..<100 {
            let ports = TrialPorts(base: Int.random(in: 20000..<32000))
            var open: [any Channel] = []
            let wanted = ports.all(processes: processes)
            // Others of this process may have been told of them, and not have begun to listen.
            guard handedOut.withLock({ $0.isDisjoint(with: wanted) }) else { continue }
            for port in wanted {
                let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                if let channel = try? await bootstrap.bind(host: "127.0.0.1", port: port).get() { open.append(channel) }
            }
            for channel in open { try? await channel.close() }
            if open.count == wanted.count, handedOut.withLock({ $0.take(wanted) }) { return ports }
        }
        throw TrialError.noFreePorts
    }

    private static let handedOut = Mutex<Set<Int>>([])
}

extension Set<Int> {
    /// Adds all of them; false, with nothing added, when one is in it.
    fileprivate mutating func take(_ numbers: [Int]) -> Bool {
        guard isDisjoint(with: numbers) else { return false }
        formUnion(numbers)
        return true
    }
}
