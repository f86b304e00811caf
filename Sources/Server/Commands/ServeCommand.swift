import ArgumentParser

/// Where a command finds the settings of the service.
struct SettingsOption: ParsableArguments {
    @Option(help: "The service's settings.")
    var settings = "var/service/settings.json"
}

/// The API and the worker in one process, or the API alone.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Run the API and the worker.")

    @OptionGroup var options: SettingsOption

    @Flag(help: "Leave the jobs to `chigiri work`, in other processes on the same database.")
    var noWorkers = false

    func run() async throws {
        let parts: ServiceParts = noWorkers ? .interface : .interfaceAndWorker
        try await RunningService(settingsPath: options.settings, parts: parts).run()
    }
}

/// The worker alone.
struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "work", abstract: "Run the worker alone.")

    @OptionGroup var options: SettingsOption

    func run() async throws {
        try await RunningService(settingsPath: options.settings, parts: .worker).run()
    }
}
