/// Where a check applies.
package enum Scope: Hashable, Sendable {
    case everywhere
    /// Only where signatures are meant.
    case production
}

/// What a check has found.
package enum Outcome: Hashable, Sendable {
    /// What is wrong, once for each; nothing is wrong when it is empty.
    case found([Words])
    /// It could not look, and why.
    case notChecked(Words)
}

/// One check: its code, its words, and how it looks at what it is given.
///
/// A new check is one value of this type in one list.
package struct Examination<Subject: Sendable>: Sendable {
    package enum Look: Sendable {
        /// From settings and files alone.
        ///
        /// Also made at every start, which it refuses.
        case beforeStart(@Sendable (Subject) -> [Words])
        /// At this machine, when someone asks.
        case here(@Sendable (Subject) async -> Outcome)
        /// At others, over the network, when someone asks.
        case overNetwork(@Sendable (Subject) async -> Outcome)
    }

    package let complaint: Complaint
    package let scope: Scope
    package let look: Look

    package init(_ code: String, in scope: Scope, cause: Words, remedy: Words, _ look: Look) {
        complaint = Complaint(code, cause: cause, remedy: remedy)
        self.scope = scope
        self.look = look
    }

    private init(_ complaint: Complaint, _ scope: Scope, _ look: Look) {
        self.complaint = complaint
        self.scope = scope
        self.look = look
    }

    /// The same check of a part of something larger.
    package func of<Whole: Sendable>(_ part: @escaping @Sendable (Whole) -> Subject) -> Examination<Whole> {
        let look: Examination<Whole>.Look =
            switch self.look {
            case .beforeStart(let body): .beforeStart { body(part($0)) }
            case .here(let body): .here { await body(part($0)) }
            case .overNetwork(let body): .overNetwork { await body(part($0)) }
            }
        return Examination<Whole>(complaint, scope, look)
    }

    fileprivate var isOverNetwork: Bool {
        if case .overNetwork = look { true } else { false }
    }

    /// What it finds at a start; nil when it is not made then.
    fileprivate func atStart(_ subject: Subject) -> [Problem]? {
        guard case .beforeStart(let body) = look else { return nil }
        return body(subject).map { complaint.problem($0, refusesStart: true) }
    }

    fileprivate func run(_ subject: Subject, over network: Network) async -> Examined {
        switch look {
        case .beforeStart(let body):
            return Examined(complaint, .found(body(subject)), refusesStart: true)
        case .here(let body):
            return Examined(complaint, await body(subject), refusesStart: false)
        case .overNetwork(let body):
            let offline = Words(ja: "--offline が指定されている", en: "--offline was asked for")
            return Examined(
                complaint,
                network == .used ? await body(subject) : .notChecked(offline),
                refusesStart: false
            )
        }
    }
}

/// Whether checks may connect to others.
package enum Network: Sendable {
    case used
    case left
}

/// One check after it was made.
struct Examined: Sendable {
    let complaint: Complaint
    let outcome: Outcome
    let refusesStart: Bool

    init(_ complaint: Complaint, _ outcome: Outcome, refusesStart: Bool) {
        self.complaint = complaint
        self.outcome = outcome
        self.refusesStart = refusesStart
    }
}

extension [Examination<SettingsDocument>] {
    /// What is wrong with a settings file as such.
    func problems(of document: SettingsDocument) -> [Problem] {
        flatMap { $0.atStart(document) ?? [] }
    }
}

/// Makes checks in the environment that the settings name.
struct Examiner<Subject: Sendable>: Sendable {
    private let examinations: [Examination<Subject>]

    /// Only `TEST` is a test: an environment nobody knows is taken for production.
    init(_ examinations: [Examination<Subject>], environment: String) {
        self.examinations = examinations.filter { environment != "TEST" || $0.scope == .everywhere }
    }

    /// What refuses a start, all of it.
    func beforeStart(_ subject: Subject) -> [Problem] {
        examinations.flatMap { $0.atStart(subject) ?? [] }
    }

    /// Every check, in the order in which they are declared; only those over the network are made at the same time.
    func all(_ subject: Subject, over network: Network) async -> Findings {
        let examined = await withTaskGroup(of: (Int, Examined).self) { group in
            var all: [(Int, Examined)] = []
            for (index, examination) in examinations.enumerated() {
                if examination.isOverNetwork {
                    group.addTask { (index, await examination.run(subject, over: network)) }
                } else {
                    // Two that load the same PKCS#11 module at once would bring the process down.
                    all.append((index, await examination.run(subject, over: network)))
                }
            }
            for await one in group { all.append(one) }
            return all.sorted { $0.0 < $1.0 }.map(\.1)
        }
        var findings = Findings()
        for one in examined { findings.add(one) }
        return findings
    }
}
