import Foundation

/// Processor time of the processes of an instance so far, in seconds, user and system.
///
/// - SeeAlso: proc(5), /proc/PID/stat, fields 14 and 15
struct ProcessorTime: Sendable {
    let service: Double
    let signer: Double
    /// The people, their authenticators and their side of TLS: this process.
    let people: Double

    /// - Throws: `TrialError.program` when a process is gone.
    init(_ instance: TendedInstance) async throws {
        service = try Self.of(await instance.processIdentifier(of: .service), instance)
        signer = try Self.of(await instance.processIdentifier(of: .signer), instance)
        people = try Self.of(getpid(), instance)
    }

    private init(service: Double, signer: Double, people: Double) {
        self.service = service
        self.signer = signer
        self.people = people
    }

    static func - (after: ProcessorTime, before: ProcessorTime) -> ProcessorTime {
        ProcessorTime(
            service: after.service - before.service,
            signer: after.signer - before.signer,
            people: after.people - before.people
        )
    }

    private static func of(_ identifier: Int32?, _ instance: TendedInstance) throws -> Double {
        // The name in parentheses may hold spaces; what follows it does not.
        guard let identifier,
            let text = try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8),
            let fields = text.split(separator: ")").last?.split(separator: " "),
            fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12])
        else { throw TrialError.program("chigiri", log: instance.prepared.folder.logs.path) }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
