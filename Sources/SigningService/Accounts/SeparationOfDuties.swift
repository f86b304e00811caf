/// Which roles no one person may have together, and who may not give them; enforced when a role is given and when it is used.
///
/// - SeeAlso: JIPDEC 2.1.2 (2), 2.1.3 (13)
package struct SeparationOfDuties: Sendable {
    /// Two things that one person must not have; an administrator counts as one.
    package enum Side: Hashable, Sendable {
        case role(Role)
        case administrator
    }

    package struct Conflict: Hashable, Sendable {
        package let one: Side
        package let other: Side
        package let reason: BilingualText
    }

    /// Whoever examines does not do; whoever watches does not keep; whoever keeps keys does not say whose they are.
    package static let conflicts: [Conflict] =
        [
            Conflict(
                one: .role(.keyCustodian),
                other: .role(.securityOfficer),
                reason: BilingualText(
                    ja: "鍵を預かる人と、その操作を監督する人を分けます。",
                    en: "Who keeps the keys is not who oversees acts on them."
                )
            ),
            Conflict(
                one: .role(.registrationOfficer),
                other: .role(.keyCustodian),
                reason: BilingualText(
                    ja: "誰の鍵かを審査する人と、鍵を預かる人を分けます。",
                    en: "Who examines whose key it is does not keep it."
                )
            ),
            Conflict(
                one: .administrator,
                other: .role(.keyCustodian),
                reason: BilingualText(
                    ja: "人に権限を与える人と、鍵を預かる人を分けます。",
                    en: "Who gives people their roles does not keep the keys."
                )
            ),
        ]
        + auditorConflicts

    private static let auditorConflicts: [Conflict] =
        ([.administrator] + Role.allCases.filter { $0 != .auditor }.map(Side.role)).map { side in
            Conflict(
                one: .role(.auditor),
                other: side,
                reason: BilingualText(ja: "監査する人は、監査される仕事をしません。", en: "An auditor does none of what is audited.")
            )
        }

    /// The first conflict between what an account has; nil when there is none.
    package static func conflict(in account: Account) -> Conflict? {
        let sides = Set(account.roles.map(Side.role)).union(account.isAdministrator ? [.administrator] : [])
        return conflicts.first { sides.contains($0.one) && sides.contains($0.other) }
    }
}

extension Account {
    /// Whether the account may do this now: by role or as administrator, and with nothing that excludes another.
    package func may(_ duty: Duty) -> Bool {
        guard state == .active, SeparationOfDuties.conflict(in: self) == nil else { return false }
        return isAdministrator || !roles.isDisjoint(with: duty.roles)
    }

    /// - Throws: `ServiceError.notAllowed`, or `.dutiesConflict` when the account has roles that exclude each other;
    ///   `.accountLocked`, `.accountClosed`.
    func require(_ duty: Duty) throws(ServiceError) {
        try requireActive()
        if let conflict = SeparationOfDuties.conflict(in: self) { throw .dutiesConflict(conflict.reason) }
        guard may(duty) else { throw .notAllowed }
    }
}
