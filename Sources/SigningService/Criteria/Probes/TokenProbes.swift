import SignerProtocol

extension Probe {
    /// The device that holds the keys is one of the register's; software only in a test environment.
    static let hsmDevice = Probe(
        id: "hsm-device",
        title: BilingualText(ja: "暗号装置が台帳のものと一致する", en: "The cryptographic device is one of the register's"),
        clauses: ["2.2.2-1"],
        interval: .seconds(86_400)
    ) { needs in
        let device = try await calling(.signer) { try await needs.signer.token() }.device
        let facts = [
            "manufacturer": device.manufacturer, "model": device.model, "firmware": device.firmware,
            "serial": device.serialNumber, "software": "\(device.isSoftware)",
        ]
        if device.isSoftware { return needs.settings.environment == .test ? .passed(facts) : .failed(facts) }
        let entries = try await needs.store.read {
            try $0.registerEntries(in: RegisterDeclaration.hsmDevices.id)
        }
        let isRegistered = entries.contains { entry in
            guard case .approved(let approval, _) = entry.state else { return false }
            return approval.content.text("serial") == device.serialNumber
                && approval.content.text("model") == device.model
                && approval.content.text("firmware") == device.firmware
        }
        return isRegistered
            ? .passed(facts) : .failed(facts.merging(["register": "no such device"]) { fact, _ in fact })
    }

    /// Every key was made in the token, stays there or leaves it wrapped only, and does nothing but what it is for.
    static let tokenKeys = Probe(
        id: "token-keys",
        title: BilingualText(ja: "鍵は暗号装置の中で作られ、外に出ない", en: "Keys are made in the device and do not leave it"),
        clauses: ["2.2.2-2-イ-1", "2.2.2-2-イ-4"],
        interval: .seconds(3_600)
    ) { needs in
        let report = try await calling(.signer) { try await needs.signer.token() }
        let faults = report.faults
        let facts = ["token-keys": "\(report.tokenKeys.count)", "person-keys": "\(report.personKeys.count)"]
        return faults.isEmpty
            ? .passed(facts) : .failed(facts.merging(["faults": faults.joined(separator: ", ")]) { fact, _ in fact })
    }

    /// A person's wrapped key opens with the key of this token that is for it, and with nothing else.
    static let wrappedKeysElsewhere = Probe(
        id: "wrapped-keys-elsewhere",
        title: BilingualText(ja: "保管している鍵は、この暗号装置でしか開けない", en: "Stored keys open in this device alone"),
        clauses: ["2.2.2-2-イ-5"],
        interval: .seconds(3_600)
    ) { needs in
        let attempts = try await calling(.signer) { try await needs.signer.tokenUnwraps() }.attempts
        guard !attempts.isEmpty else { return .notChecked(["keys": "0"]) }
        var facts: [String: String] = [:]
        for attempt in attempts {
            let name = "\(attempt.origin.rawValue) \(attempt.way.rawValue)"
            // Of several keys, one that is not as it has to be is told.
            if facts[name] == nil || !attempt.isAsItHasToBe { facts[name] = attempt.error ?? attempt.outcome.rawValue }
        }
        let others = attempts.filter { !$0.isAsItHasToBe }
        if others.isEmpty { return .passed(facts) }
        // What could not be tried shows nothing.
        return others.allSatisfy { $0.outcome == .notTried } ? .notChecked(facts) : .failed(facts)
    }
}

extension UnwrapAttempt {
    fileprivate var isAsItHasToBe: Bool { outcome == (way == .ownKey ? .opened : .refused) }
}

extension TokenReport {
    /// What is not as KEY-1 demands, such as `witness: extractable`; none: all is.
    var faults: [String] {
        var faults: [String] = []
        for role in TokenKeyRole.allCases {
            let keys = tokenKeys.filter { $0.role == role }
            // A service key is made the first time it is asked for.
            if keys.isEmpty, !role.isServiceKey { faults.append("\(role.rawValue): missing") }
            if keys.count > 1 { faults.append("\(role.rawValue): \(keys.count) of them") }
            for key in keys {
                faults += key.attributes.faults(for: role).map { "\(role.rawValue): \($0)" }
            }
        }
        for key in personKeys {
            faults += key.faults.map { "\(key.origin.rawValue): \($0)" }
        }
        // Several keys of one origin share their faults.
        var known: Set<String> = []
        return faults.filter { known.insert($0).inserted }
    }
}

extension TokenKeyRole {
    fileprivate var isServiceKey: Bool { self == .witness || self == .record }

    fileprivate var uses: [String] {
        switch self {
        case .userWrapping, .dataWrapping: ["unwrap", "wrap"]
        case .binding, .witness, .record: ["sign"]
        }
    }

    fileprivate var types: Set<String> {
        switch self {
        case .userWrapping, .dataWrapping: ["AES"]
        case .binding: ["GENERIC_SECRET"]
        case .witness, .record: ["EC", "RSA"]
        }
    }
}

extension TokenKeyAttributes {
    /// Profile T.
    ///
    /// - SeeAlso: KEY-1
    fileprivate func faults(for role: TokenKeyRole) -> [String] {
        named([
            ("not in the token", !isTokenObject), ("extractable", isExtractable),
            ("was extractable", !wasNeverExtractable), ("made elsewhere", !isLocal),
            ("was readable", !wasAlwaysSensitive),
        ]) + common(role.types, role.uses)
    }

    /// Private and unreadable, of a type that we use, and allowed to do what it is for.
    fileprivate func common(_ types: Set<String>, _ uses: [String]) -> [String] {
        named([
            ("readable", !isSensitive), ("public", !isPrivate), ("type \(type)", !types.contains(type)),
            ("may \(self.uses.joined(separator: " "))", self.uses != uses),
        ])
    }
}

/// The names of what is true.
private func named(_ questions: [(String, Bool)]) -> [String] {
    questions.filter(\.1).map(\.0)
}

extension PersonKeyReport {
    /// Profile W: made here and unreadable; while it is used, it can neither leave nor stay.
    ///
    /// An unwrapped key has forgotten where it was made; its record's code says it.
    ///
    /// - SeeAlso: KEY-1
    fileprivate var faults: [String] {
        guard let attributes else { return ["does not open"] + (isBound ? [] : ["not bound"]) }
        let own =
            switch origin {
            case .new: [("made elsewhere", !attributes.isLocal), ("was readable", !attributes.wasAlwaysSensitive)]
            case .stored, .pooled: [("extractable", attributes.isExtractable)]
            }
        return named(own + [("stays in the token", attributes.isTokenObject), ("not bound", !isBound)])
            + attributes.common(["EC", "RSA"], ["sign"])
    }
}
