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
        let roles: [RoleChoice]
        let canBeChanged: Bool
        let canBeInvited: Bool
    }

    private struct RoleChoice {
        let value: String
        let field: String
        let word: String
        let isChosen: Bool
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
                        person($0, canChange: canChange && $0.account.id != sender.account.id, language)
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
                let roles = Self.roles(in: try await Form(request))
                try await members.assign(roles, to: try context.account(), by: sender)
                return redirect(to: "/people")
            }
        }
        router.post("/people/{id}/invitation") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                try await members.inviteAgain(try context.account(), by: try await sender(visit))
                return redirect(to: "/people")
            }
        }
        addJoinPages(to: router)
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

    private func person(_ member: Members.Member, canChange: Bool, _ language: Language) -> Person {
        let account = member.account
        let isExcluded = SeparationOfDuties.conflict(in: account) != nil
        let state = isExcluded ? "conflict" : member.hasPasskey ? "active" : "invited"
        return Person(
            id: account.id.text,
            name: account.name,
            address: account.address.text,
            isAdministrator: account.isAdministrator,
            word: words.text("people.state.\(state)", in: language),
            mark: isExcluded ? .fail : member.hasPasskey ? .done : .wait,
            roleWords: account.roles.map(\.rawValue).sorted()
                .map { words.text("people.role.\($0)", in: language) }
                .joined(separator: language == .ja ? "、" : ", "),
            roles: choices(account.roles, of: account.id.text, language),
            canBeChanged: canChange,
            canBeInvited: canChange && !member.hasPasskey
        )
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
