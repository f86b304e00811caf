import ArgumentParser
import Doctor
import Foundation

/// Everything that is wrong with the signer's side of an installation.
struct SignerDoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say all that is wrong with the signer: settings, files, machine, token; in Japanese or English.",
        discussion: """
            Exit: 0 nothing is wrong, 1 something is. Secrets are never printed, nothing is changed, and nobody logs \
            in to the token. The service's side: chigiri doctor.
            """
    )

    @Option(help: "Settings file, JSON.")
    var settings = "var/signer/settings.json"

    @Option(help: "ja or en; by default what LANG asks for.")
    var language: ReportLanguage?

    @Flag(help: "Print the report as JSON, in both languages.")
    var json = false

    func run() async throws {
        let variables = ProcessInfo.processInfo.environment
        let practice = Practice(SignerPatient.self, settings: settings, variables: variables, now: Date())
        let diagnosis = await practice.diagnosis("chigiri-signer doctor", over: .left)
        print(json ? try diagnosis.json() : diagnosis.text(in: language ?? ReportLanguage(variables: variables)))
        throw ExitCode(diagnosis.exitStatus)
    }
}

extension ReportLanguage: ExpressibleByArgument {}
