package import Foundation

/// What is examined: one process of ours, from its settings.
package protocol Patient: Sendable {
    associatedtype File: Decodable & Sendable

    /// Every member of the settings file.
    static var members: [SettingsDocument.Member] { get }
    /// Every check, in the order of the report.
    static var examinations: [Examination<Self>] { get }

    init(file: File, settingsPath: String, variables: [String: String], now: Date)

    /// As the settings spell it.
    var environment: String { get }
    var premises: Premises { get }
}

/// Examines one patient: before every start, and whenever someone asks.
package struct Practice<Subject: Patient>: Sendable {
    private let settings: String
    private let variables: [String: String]
    private let now: Date

    /// `settings` is the path of the file, `variables` are those of the process.
    package init(_: Subject.Type, settings: String, variables: [String: String], now: Date) {
        self.settings = settings
        self.variables = variables
        self.now = now
    }

    /// The patient, when nothing refuses a start.
    ///
    /// - Throws: `RefusedStart` with everything that does.
    package func admitted() throws(RefusedStart) -> Subject {
        let (patient, problems) = read()
        let found = problems + (patient.map { examiner($0).beforeStart($0) } ?? [])
        guard let patient, found.isEmpty else {
            throw RefusedStart(
                found,
                settings: settings,
                language: ReportLanguage(variables: variables),
                redaction: redaction(patient)
            )
        }
        return patient
    }

    /// Everything that is wrong, for a report under `title`.
    package func diagnosis(_ title: String, over network: Network) async -> Diagnosis {
        let (patient, problems) = read()
        var findings = Findings(problems: problems)
        if let patient { findings.add(await examiner(patient).all(patient, over: network)) }
        return Diagnosis(
            title: title,
            settings: settings,
            environment: patient?.environment,
            at: now,
            findings: findings,
            redaction: redaction(patient)
        )
    }

    private func read() -> (patient: Subject?, problems: [Problem]) {
        let read = ReadSettings<Subject.File>(path: settings, members: Subject.members)
        let patient = read.file.map { Subject(file: $0, settingsPath: settings, variables: variables, now: now) }
        return (patient, read.problems)
    }

    private func examiner(_ patient: Subject) -> Examiner<Subject> {
        Examiner(Subject.examinations, environment: patient.environment)
    }

    private func redaction(_ patient: Subject?) -> Redaction {
        patient?.premises.redaction ?? Redaction(files: [], urls: [])
    }
}
