import ArgumentParser
import Doctor
import Foundation

/// Everything that is wrong with the service's side of an installation.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say all that is wrong with the service: settings, files, machine, partners; in Japanese or English.",
        discussion: """
            Exit: 0 nothing is wrong, 1 something is. Secrets are never printed. Nothing is changed, but each \
            time-stamping authority is asked for two timestamps, unless --offline is given. The signer's side: \
            chigiri-signer doctor.
            """
    )

    @OptionGroup var options: SettingsOption

    @Option(help: "ja or en; by default what LANG asks for.")
    var language: ReportLanguage?

    @Flag(help: "Connect to nobody.")
    var offline = false

    @Flag(help: "Print the report as JSON, in both languages.")
    var json = false

    func run() async throws {
        let variables = ProcessInfo.processInfo.environment
        let practice = Practice(ServicePatient.self, settings: options.settings, variables: variables, now: Date())
        let diagnosis = await practice.diagnosis("chigiri doctor", over: offline ? .left : .used)
        print(json ? try diagnosis.json() : diagnosis.text(in: language ?? ReportLanguage(variables: variables)))
        throw ExitCode(diagnosis.exitStatus)
    }
}

extension ReportLanguage: ExpressibleByArgument {}
