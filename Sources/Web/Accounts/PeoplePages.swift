import Hummingbird
import SignerProtocol
import SigningService

/// The people of an organisation, their roles, and how they come in.
extension Pages {
    private struct View {
        let people: [Person]
        let roles: [RoleChoice]
        let rules: [Rule]
        let canChange: Bool
    }

    private struct Person {
        let id: String
        let name: String
        let address: String
        let isAdministrator: Bool
        let word: String
        let mark: Mark
        let roleWords: String
        /// Of oneself, what can be laid down.
        let roles: [RoleChoice]
        let administers: RoleChoice?
        let isOwn: Bool
        let canBeChanged: Bool
        let canBeInvited: Bool
        /// What its one form does, and its word; nil where nothing of the kind is possible.
        let states: [StateChoice]
    }

    private struct RoleChoice {
        let value: String
        let field: String
        let word: String
        let isChosen: Bool
    }

    private struct StateChoice {
        let action: String
        let word: String
        let style: String
    }

    private struct Rule {
        let sides: String
        let reason: String
    }

    private struct JoinView {
        let token: String
    }

    func addPeoplePages(to router: Router<APIContext>) {
        router.get("/people") { request, context in
            await page(request, context) { visit in
                let sender = try await sender(visit)
                let language = visit.language()
                let canChange = sender.account.may(.administerPeople)
                var frame = frame(words.text("people.heading", in: language), visit, language, sender)
                frame.isPeople = true
                let view = View(
                    people: try await members.all(for: sender).map {
                        person($0, canChange: canChange, isOwn: $0.account.id == sender.account.id, language)
                    },
                    roles: choices([], of: "new", language),
                    rules: SeparationOfDuties.conflicts.map { rule($0, language) },
                    canChange: canChange
                )
                return html("people", frame, view, in: language)
            }
        }
        router.post("/people") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                let sender = try await sender(visit)
                let form = try await Form(request)
                _ = try await members.invite(
                    name: form["name"],
                    email: form["email"],
                    isAdministrator: form["administrator"] == "yes",
                    roles: Self.roles(in: form),
                    by: sender
                )
                return redirect(to: "/people")
            }
        }
        router.post("/people/{id}/roles") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                let sender = try await sender(visit)
                let (form, id) = (try await Form(request), try context.account())
                try await members.assign(
                    Self.roles(in: form),
                    isAdministrator: form["administrator"] == "yes",
                    to: id,
                    by: sender
                )
                // Who has laid down her own may not see this page any more.
                return redirect(to: id == sender.account.id ? "/envelopes" : "/people")
            }
        }
        addState("lock", to: router) { try await members.lock($0, because: $1, by: $2) }
        addState("unlock", to: router) { try await members.unlock($0, because: $1, by: $2) }
        addState("close", to: router) { try await members.close($0, because: $1, by: $2) }
        router.post("/people/{id}/invitation") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                try await members.inviteAgain(try context.account(), by: try await sender(visit))
                return redirect(to: "/people")
            }
        }
        addJoinPages(to: router)
    }

    private func addState(
        _ name: String,
        to router: Router<APIContext>,
        _ act: @escaping @Sendable (AccountID, String, SenderActor) async throws -> Void
    ) {
        router.post("/people/{id}/\(name)") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                let sender = try await sender(visit)
                let id = try context.account()
                try await act(id, try await Form(request)["reason"], sender)
                return redirect(to: id == sender.account.id ? "/signin" : "/people")
            }
        }
    }

    /// Looking changes nothing: a scanner of mails that follows the link opens no session.
    private func addJoinPages(to router: Router<APIContext>) {
        router.get("/join/{token}") { request, context in
            await page(request, context) { visit in
                let language = visit.language()
                let title = words.text("people.joinHeading", in: language)
                let view = JoinView(token: context.parameters.get("token") ?? "")
                return html("join", frame(title, visit, language, path: "/"), view, in: language)
            }
        }
        router.post("/join") { request, context in
            await page(request, context) { _ in
                try requireOwnOrigin(request)
                let secret = try await members.open(token: try await Form(request)["token"])
                var answer = redirect(to: "/passkeys/new")
                answer.setCookie(Cookies.secret(Cookies.account, secret.text, isSecure: isSecure))
                return answer
            }
        }
    }

    private static func roles(in form: Form) -> Set<Role> {
        Set(Role.allCases.filter { form["role-\($0.rawValue)"] == "yes" })
    }

    private func person(
        _ member: Members.Member,
        canChange: Bool,
        isOwn: Bool,
        _ language: Language
    ) -> Person {
        let account = member.account
        let (word, mark) = standing(of: member)
        let isOpen = account.state != .closed
        let roles = choices(account.roles, of: account.id.text, language)
        let administers = RoleChoice(
            value: "yes",
            field: "\(account.id.text)-administrator",
            word: words.text("people.administrator", in: language),
            isChosen: account.isAdministrator
        )
        return Person(
            id: account.id.text,
            name: account.name,
            address: account.address.text,
            isAdministrator: account.isAdministrator,
            word: words.text("people.state.\(word)", in: language),
            mark: mark,
            roleWords: account.roles.map(\.rawValue).sorted()
                .map { words.text("people.role.\($0)", in: language) }
                .joined(separator: language == .ja ? "、" : ", "),
            roles: isOwn ? roles.filter(\.isChosen) : roles,
            administers: isOwn && !account.isAdministrator ? nil : administers,
            isOwn: isOwn,
            canBeChanged: canChange && isOpen,
            canBeInvited: canChange && !isOwn && account.state == .active && !member.hasPasskey,
            states: canChange ? states(of: account, isOwn: isOwn, language) : []
        )
    }

    private func standing(of member: Members.Member) -> (word: String, mark: Mark) {
        switch member.account.state {
        case .locked: ("locked", .fail)
        case .closed: ("closed", .none)
        case .active where SeparationOfDuties.conflict(in: member.account) != nil: ("conflict", .fail)
        case .active: member.hasPasskey ? ("active", .done) : ("invited", .wait)
        }
    }

    private func states(of account: Account, isOwn: Bool, _ language: Language) -> [StateChoice] {
        let lock: String? =
            switch account.state {
            case .active: isOwn ? nil : "lock"
            case .locked: "unlock"
            case .closed: nil
            }
        let names = [lock, account.state == .closed ? nil : "close"].compactMap(\.self)
        return names.map { name in
            StateChoice(
                action: name,
                word: words.text("people.\(name)", in: language),
                style: name == "close" ? "btn btn-bad" : "btn"
            )
        }
    }

    private func choices(_ chosen: Set<Role>, of id: String, _ language: Language) -> [RoleChoice] {
        Role.allCases.map { role in
            RoleChoice(
                value: role.rawValue,
                field: "\(id)-\(role.rawValue)",
                word: words.text("people.role.\(role.rawValue)", in: language),
                isChosen: chosen.contains(role)
            )
        }
    }

    private func rule(_ conflict: SeparationOfDuties.Conflict, _ language: Language) -> Rule {
        let sides = [conflict.one, conflict.other].map { side in
            switch side {
            case .administrator: words.text("people.administrator", in: language)
            case .role(let role): words.text("people.role.\(role.rawValue)", in: language)
            }
        }
        return Rule(sides: sides.joined(separator: " ✕ "), reason: conflict.reason.text(in: language))
    }
}

extension APIContext {
    fileprivate func account() throws -> AccountID {
        guard let id = parameters.get("id").flatMap({ AccountID($0) }) else { throw ServiceError.accountUnknown }
        return id
    }
}
