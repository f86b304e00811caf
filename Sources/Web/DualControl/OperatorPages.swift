import Foundation
import Hummingbird
import SignerProtocol
import SigningService

/// Those who approve acts on keys, and the acts that wait for them.
extension Pages {
    private struct View {
        let operators: [Person]
        let hasOperators: Bool
        let acts: [Act]
        let hasActs: Bool
        let duties: [Choice]
    }

    private struct Choice {
        let value: String
        let word: String
    }

    private struct Person {
        let id: String
        let name: String
        let address: String
        let duty: String
        let state: String
        let mark: Mark
        let canBeRemoved: Bool
        let passkey: String?
    }

    private struct Act {
        let id: String
        let kind: String
        let reason: String
        let facts: [Fact]
        let asked: String
        let ends: String
        let state: String
        let mark: Mark
        let approvals: [Approval]
        let digest: String
        let isOpen: Bool
    }

    private struct Fact {
        let name: String
        let value: String
    }

    private struct Approval {
        let duty: String
        let name: String
        let time: String
    }

    func addOperatorPages(to router: Router<APIContext>) {
        router.get("/operators") { request, context in
            await page(request, context) { visit in
                let sender = try await operations(visit)
                let language = visit.language()
                let operators = try await dualControl.operators(for: sender)
                let acts = try await dualControl.acts(for: sender)
                var frame = frame(words.text("operators.heading", in: language), visit, language, sender)
                frame.isOperators = true
                frame.script = "approve-acts.js"
                let view = View(
                    operators: operators.map { person($0, language) },
                    hasOperators: !operators.isEmpty,
                    acts: acts.map { act($0, operators, language) },
                    hasActs: !acts.isEmpty,
                    duties: OperatorDuty.allCases.map { Choice(value: $0.rawValue, word: word(for: $0, language)) }
                )
                return html("operators", frame, view, in: language)
            }
        }
        router.post("/operators/{id}/removal") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                let sender = try await operations(visit)
                let reason = try await Form(request)["reason"]
                try await dualControl.askToRemove(
                    context.parameters.get("id") ?? "",
                    reason: reason,
                    by: sender
                )
                return redirect(to: "/operators")
            }
        }
        router.post("/operators/key-ends") { request, context in
            await page(request, context) { visit in
                try requireOwnOrigin(request)
                let sender = try await operations(visit)
                let form = try await Form(request)
                try await dualControl.askToDestroyKey(of: form["email"], reason: form["reason"], by: sender)
                return redirect(to: "/operators")
            }
        }
        addOperatorCalls(to: router)
    }

    /// What the page's script asks for: the passkeys.
    private func addOperatorCalls(to router: Router<APIContext>) {
        router.post("/operators/options") { request, _ in
            let sender = try await account(of: request)
            let body = try await request.read(EnrolBody.self)
            guard let duty = OperatorDuty(rawValue: body.duty) else { throw ServiceError.textRefused(field: "duty") }
            let enrolment = try await dualControl.enrol(as: duty, by: sender)
            let options = PasskeyOptions(
                relyingParty: enrolment.relyingParty,
                challenge: enrolment.challenge.bytes,
                userHandle: enrolment.userHandle.bytes,
                userName: sender.account.address.text,
                displayName: sender.account.name
            )
            return JSONAnswer(
                EnrolOptionsView(id: enrolment.id, publicKey: CreationOptionsView(options, for: .approval).publicKey)
            )
        }
        router.post("/operators/{id}/passkey") { request, context in
            let sender = try await account(of: request)
            let body = try await request.read(OperatorPasskeyBody.self)
            let record = try await dualControl.register(
                body.credential.registration,
                code: body.code.isEmpty ? nil : body.code,
                as: context.parameters.get("id") ?? "",
                by: sender
            )
            return JSONAnswer(["state": record.state.rawValue], status: .created)
        }
        router.post("/acts/{id}/options") { request, context in
            let sender = try await account(of: request)
            _ = try await request.read(EmptyBody.self)
            let id = context.parameters.get("id") ?? ""
            guard let pending = try await dualControl.acts(for: sender).first(where: { $0.record.id == id }) else {
                throw ServiceError.signerRefused(.unknownAct)
            }
            // Only of the duty that has not approved yet: with another one the browser would ask in vain.
            let approved = Set(pending.record.approvals.map(\.duty))
            let passkeys = try await dualControl.operators(for: sender)
                .filter { $0.state == .active && !approved.contains($0.duty) }.compactMap(\.passkey)
            return JSONAnswer(
                ApprovalOptionsView(
                    act: Base64URL(pending.record.act.bytes),
                    publicKey: RequestOptionsView(
                        challenge: CriticalAct.challenge(of: pending.record.act.bytes),
                        relyingParty: needs.relyingParty.id,
                        passkeys: passkeys.map(\.id.bytes)
                    )
                )
            )
        }
        router.post("/acts/{id}/approval") { request, context in
            let sender = try await account(of: request)
            let body = try await request.read(AssertedCredential.self)
            let record = try await dualControl.approve(
                context.parameters.get("id") ?? "",
                body.assertion,
                by: sender
            )
            return JSONAnswer(["performed": record.performedAt != nil])
        }
    }

    /// Whoever signed in in the browser in which a script of ours asks.
    func account(of request: Request) async throws -> SenderActor {
        try requireOwnOrigin(request)
        guard let secret = Cookies.value(Cookies.account, in: request, isSecure: isSecure) else {
            throw ServiceError.sessionUnknown
        }
        return try await signIn.sender(inSession: secret)
    }

    private func person(_ record: OperatorRecord, _ language: Language) -> Person {
        let marks: [OperatorRecord.State: Mark] = [.active: .done, .removed: .none]
        return Person(
            id: record.id,
            name: record.name,
            address: record.subject,
            duty: word(for: record.duty, language),
            state: words.text("operators.state.\(record.state.rawValue)", in: language),
            mark: marks[record.state] ?? .wait,
            canBeRemoved: record.state == .active,
            passkey: record.passkey?.fingerprint.hexadecimal
        )
    }

    private func act(_ pending: DualControl.PendingAct, _ operators: [OperatorRecord], _ language: Language) -> Act {
        let (record, act) = (pending.record, pending.act)
        let isOver = act.exp <= Timestamp(.now)
        let state = record.performedAt != nil ? "performed" : isOver ? "over" : "waiting"
        return Act(
            id: record.id,
            kind: words.text("operators.kind.\(act.kind.rawValue)", in: language),
            reason: act.reason,
            facts: act.facts.sorted { $0.key < $1.key }
                .filter { !$0.value.isEmpty }
                .map { Fact(name: words.text("operators.fact.\($0.key)", in: language), value: $0.value) },
            asked: JapaneseTime(act.iat).register,
            ends: JapaneseTime(act.exp).register,
            state: words.text("operators.act.\(state)", in: language),
            mark: state == "performed" ? .done : state == "over" ? .over : .wait,
            approvals: record.approvals.map { approval in
                Approval(
                    duty: word(for: approval.duty, language),
                    name: operators.first { $0.id == approval.operator }?.name ?? "",
                    time: JapaneseTime(approval.time).register
                )
            },
            digest: CriticalAct.challenge(of: record.act.bytes).hexadecimal,
            isOpen: state == "waiting"
        )
    }

    private func word(for duty: OperatorDuty, _ language: Language) -> String {
        words.text("operators.duty.\(duty.rawValue)", in: language)
    }
}

private struct EnrolBody: JSONBody {
    static let members: Set<String> = ["duty"]
    let duty: String
}

private struct OperatorPasskeyBody: JSONBody {
    static let members: Set<String> = ["credential", "code"]
    let credential: PasskeyBody
    let code: String
}

private struct EnrolOptionsView: Encodable {
    let id: String
    let publicKey: CreationOptionsView.PublicKey
}

/// The exact bytes of an act, and what `navigator.credentials.get` needs for its approval.
private struct ApprovalOptionsView: Encodable {
    let act: Base64URL
    let publicKey: RequestOptionsView
}
