extension Probe {
    /// Whoever administers signs in by passkey.
    static let operatorsSignInByPasskey = Probe(
        id: "operators-sign-in-by-passkey",
        title: BilingualText(ja: "管理者はパスキーでサインインする", en: "Administrators sign in by passkey"),
        clauses: ["2.1.3-15", "2.2.1-2"],
        interval: .seconds(3_600)
    ) { needs in
        try await needs.store.read { transaction in
            let administrators = try transaction.administrators()
            guard !administrators.isEmpty else { return .notChecked(["administrators": "0"]) }
            let without = try administrators.filter { try transaction.signInPasskeys(of: $0.id).isEmpty }
            let facts = ["administrators": "\(administrators.count)", "without-passkey": "\(without.count)"]
            return without.isEmpty ? .passed(facts) : .failed(facts)
        }
    }

    /// Anybody can verify a contract here, without an account.
    static let publicVerification = Probe(
        id: "public-verification",
        title: BilingualText(ja: "検証の画面がだれにでも開いている", en: "The verification page is open to everybody"),
        clauses: ["2.2.4-2", "2.2.3-3-ウ"],
        interval: .seconds(3_600)
    ) { needs in
        guard let view = needs.view else { return .notChecked(["view": "none"]) }
        let page = try await view.page("/verify")
        return page.status == 200 ? .passed(["status": "200"]) : .failed(["status": "\(page.status)"])
    }
}
