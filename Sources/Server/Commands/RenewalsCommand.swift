import ArgumentParser
import Foundation
import Logging
import SignerProtocol
import SigningService

/// The timestamps that carry sealed documents.
struct RenewalsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renewals",
        abstract: "Until when the timestamps of sealed documents hold, and orders to renew them.",
        subcommands: [RenewalsListCommand.self, RenewalsOrderCommand.self],
        defaultSubcommand: RenewalsListCommand.self
    )
}

/// The calendar, what documents rest on, and what was ordered.
struct RenewalsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Print the renewal calendar, tab-separated: months, what is used, orders with their progress."
    )

    @OptionGroup var options: SettingsOption

    func run() async throws {
        try await withRenewals(options.settings) { renewals in
            let calendar = try await renewals.calendar()
            let counts = calendar.counts
            print("documents\t\(counts.documents)\tunread\t\(counts.unread)\tbroken\t\(counts.broken)")
            for month in calendar.months {
                print("month\t\(month.month)\t\(month.cause.rawValue)\t\(month.documents)\t\(month.renewFrom.rfc3339)")
            }
            for counted in calendar.uses {
                let use = counted.use
                print("use\t\(use.kind.rawValue)\t\(use.value)\t\(use.name)\t\(counted.documents)")
            }
            for batch in calendar.batches { print(line(of: batch)) }
        }
    }
}

/// Renews everything that uses one thing.
struct RenewalsOrderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order",
        abstract: "Renew every document whose newest timestamp rests on a certificate or an algorithm.",
        discussion: """
            A certificate is named by the SHA-256 of its DER, an algorithm as `chigiri renewals list` spells it. The work \
            is done by the workers of the running service. Exit: 0 ordered, and with --wait all renewed; 1 some were not.
            """
    )

    @OptionGroup var options: SettingsOption

    @Option(help: "The certificate of a time-stamping authority.")
    var authority: String?

    @Option(help: "The root above time-stamping authorities.")
    var anchor: String?

    @Option(help: "A hash or signature algorithm, such as SHA-256 or RSA-PKCS1-2048.")
    var algorithm: String?

    @Flag(help: "Wait until nothing is left to do, and say how far it has come.")
    var wait = false

    private var named: [(kind: TimestampUse.Kind, value: String)] {
        [(.authority, authority), (.anchor, anchor), (.algorithm, algorithm)].compactMap { kind, value in
            value.map { (kind, $0) }
        }
    }

    func validate() throws {
        guard named.count == 1 else {
            throw ValidationError("name one of --authority, --anchor and --algorithm")
        }
    }

    func run() async throws {
        guard let (kind, value) = named.first else { throw ExitCode(64) }
        try await withRenewals(options.settings) { renewals in
            var batch: RenewalBatch
            do {
                batch = try await renewals.renewAll(using: kind, value, by: "operator")
            } catch ServiceError.timestampUseUnknown {
                print("no document rests on it / それに支えられている文書はありません: \(kind.rawValue) \(value)")
                throw ExitCode(1)
            }
            print(line(of: batch))
            while wait, !batch.progress.isOver {
                try await Task.sleep(for: .seconds(1))
                let before = batch.progress
                batch = try await renewals.batch(batch.id)
                if batch.progress != before { print(line(of: batch)) }
            }
            guard batch.progress.failed == 0 else { throw ExitCode(1) }
        }
    }
}

private func line(of batch: RenewalBatch) -> String {
    let progress = batch.progress
    let fields = [
        "batch", batch.id.text, batch.use.kind.rawValue, batch.use.value, batch.orderedAt.rfc3339,
        "total \(progress.total)", "done \(progress.done)", "failed \(progress.failed)", "\(progress.percent) %",
    ]
    return fields.joined(separator: "\t")
}

private func withRenewals(_ path: String, _ body: (Renewals) async throws -> Void) async throws {
    var log = Logger(label: "chigiri")
    log.logLevel = .critical
    let composition = try await Composition(try Settings(path: path, variables: [:], now: Date()), log: log)
    do {
        try await body(Renewals(composition.needs))
    } catch {
        try await composition.shutdown()
        throw error
    }
    try await composition.shutdown()
}
