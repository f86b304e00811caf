/// What a person may do for the operator, beside sending contracts.
///
/// - SeeAlso: JIPDEC 2.1.2 (2)
package enum Role: String, Hashable, Sendable, Codable, CaseIterable {
    /// Examines who applies and who proves her identity.
    case registrationOfficer = "registration-officer"
    /// Looks after incidents and alarms, and approves acts on keys.
    case securityOfficer = "security-officer"
    /// Keeps the HSM, and approves acts on keys.
    case keyCustodian = "key-custodian"
    /// Reads everything that is recorded, and changes nothing.
    case auditor
    /// Answers users, and changes nothing of theirs.
    case support
}

extension Role: Comparable {
    package static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }
}

/// What needs a role, or one of several; an administrator has what is nobody else's alone.
package enum Duty: String, Hashable, Sendable, CaseIterable {
    case readOperations = "read-operations"
    case handleIncidents = "handle-incidents"
    case keepRegisters = "keep-registers"
    case askForActsOnKeys = "ask-for-acts-on-keys"
    case administerPeople = "administer-people"

    /// Who may, beside administrators.
    var roles: Set<Role> {
        switch self {
        case .readOperations: [.auditor, .securityOfficer, .keyCustodian, .registrationOfficer]
        case .handleIncidents: [.securityOfficer]
        case .keepRegisters: [.securityOfficer, .keyCustodian, .registrationOfficer]
        case .askForActsOnKeys: [.securityOfficer, .keyCustodian]
        case .administerPeople: []
        }
    }
}
