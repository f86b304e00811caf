import SignerProtocol
import Testing

@testable import SigningService

/// Each probe sees what it watches break.
@Suite struct `A probe` {
    private func outcome(_ probe: Probe, in world: World) async throws -> ProbeResult.Outcome {
        try await world.run(probe).outcome
    }

    /// Runs one probe in a whole world and in a broken one.
    private func turns(
        _ probe: Probe,
        whole: World,
        broken: World,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        defer {
            whole.remove()
            broken.remove()
        }
        try await whole.expectStanding(.good, of: probe, sourceLocation)
        try await broken.expectStanding(.bad, of: probe, sourceLocation)
    }

    @Test func `of the environments turns when the signer is of another one`() async throws {
        let whole = try World(signer: ScriptedSigner())
        try whole.stamp(.test)
        let broken = try World(signer: ScriptedSigner(environment: "PRODUCTION"))
        try broken.stamp(.test)
        try await turns(.environments, whole: whole, broken: broken)
    }

    @Test func `of the environments turns when the database is of none`() async throws {
        let world = try World(signer: ScriptedSigner())
        defer { world.remove() }
        #expect(try await outcome(.environments, in: world) == .failed)
    }

    @Test func `of the signer's audit turns when a chain is broken, or one that we know of is gone`() async throws {
        let note = AuditNote(.signedIn, by: "tests")
        let time = Timestamp(milliseconds: 0)
        let first = try AuditChain.record(note, after: nil, in: "c", at: time, salt: systemRandomBytes(32))
        let second = try AuditChain.record(note, after: first.entry, in: "c", at: time, salt: systemRandomBytes(32))
        try await turns(
            .signerAuditChains,
            whole: try World(signer: ScriptedSigner(chains: ["c": [first, second]])),
            broken: try World(signer: ScriptedSigner(chains: ["c": [second]]))
        )
        let world = try World(signer: ScriptedSigner(chains: ["c": [first]]))
        defer { world.remove() }
        try await world.needs.store.write { transaction in
            try transaction.append(
                AuditNote(.credentialActive, by: "tests", ["credential": "gone"]),
                to: "x",
                at: time
            )
        }
        #expect(try await outcome(.signerAuditChains, in: world) == .failed)
    }

    @Test func `of the signer's audit asks for no chain of a passkey that only signs in`() async throws {
        let world = try World(signer: ScriptedSigner(chains: [:]))
        defer { world.remove() }
        try await world.needs.store.write { transaction in
            try transaction.append(
                AuditNote(.signInPasskeyRegistered, by: "tests", ["credential": "aabb"]),
                to: "x",
                at: .noon
            )
        }
        #expect(try await outcome(.signerAuditChains, in: world) == .passed)
    }

    @Test func `of the signer's audit does not miss a credential that is made while it looks`() async throws {
        let world = try World()
        defer { world.remove() }
        let store = world.needs.store
        let signer = ScriptedSigner(whileListing: {
            try await store.write { transaction in
                try transaction.append(
                    AuditNote(.credentialActive, by: "tests", ["credential": "new"]),
                    to: "x",
                    at: Timestamp(milliseconds: 0)
                )
            }
        })

        #expect(try await CheckSignerAuditLog(store: store, signer: signer).run().faults.isEmpty)
        #expect(try await CheckSignerAuditLog(store: store, signer: ScriptedSigner()).run().faults.count == 1)
    }

    @Test func `of mutual TLS turns when the signer answers a stranger`() async throws {
        try await turns(
            .signerMutualTLS,
            whole: try World(signer: ScriptedSigner(), view: ScriptedView()),
            broken: try World(signer: ScriptedSigner(), view: ScriptedView(refusesStrangers: false))
        )
    }

    @Test func `of transport turns when old TLS is spoken, or a header is missing`() async throws {
        try await turns(
            .transport,
            whole: try World(view: ScriptedView()),
            broken: try World(view: ScriptedView(refusesOld: false))
        )
        try await turns(
            .transport,
            whole: try World(view: ScriptedView()),
            broken: try World(view: ScriptedView(answer: PublicPage(status: 200, headers: [:])))
        )
    }

    @Test func `of public verification turns when the page wants a sign-in`() async throws {
        try await turns(
            .publicVerification,
            whole: try World(view: ScriptedView()),
            broken: try World(view: ScriptedView(answer: PublicPage(status: 401, headers: [:])))
        )
    }

    @Test func `of instructions turns when the signer signs what nobody asked for`() async throws {
        try await turns(
            .nothingWithoutInstruction,
            whole: try World(signer: ScriptedSigner()),
            broken: try World(signer: ScriptedSigner(signsAnything: true))
        )
    }

    @Test func `of documents turns when a segment is damaged`() async throws {
        let world = try World()
        defer { world.remove() }
        #expect(try await outcome(.fixity, in: world) == .notChecked, "there is nothing to look at")
        _ = try await world.sent(by: try await world.sender())
        #expect(try await outcome(.fixity, in: world) == .passed)
        try world.damageNewestSegment()
        #expect(try await outcome(.fixity, in: world) == .failed)
    }

    @Test func `of foreign documents asks as somebody of another organisation`() async throws {
        let world = try World()
        defer { world.remove() }
        _ = try await world.sent(by: try await world.sender())
        try await world.expectStanding(.good, of: .foreignDocumentsDenied)
        #expect(try await world.run(.foreignDocumentsDenied).facts == ["questions": "6"])
    }

    /// Access that is given by something else than the organisation looks to the probe as if it were of this one.
    @Test func `of foreign documents turns when somebody who asks is let through`() async throws {
        var world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        _ = try await world.sent(by: sender)
        try await world.expectStanding(.good, of: .foreignDocumentsDenied)

        let bytes = sender.organisation.bytes
        world.needs.randomBytes = { count in Array(bytes.prefix(count)) }
        try await world.expectStanding(.bad, of: .foreignDocumentsDenied)
        #expect(
            try await world.run(.foreignDocumentsDenied).facts["answered"]
                == "envelope document certificate evidence audit upload"
        )
    }

    @Test func `of sign-in turns with the first administrator who has a passkey`() async throws {
        let world = try World()
        defer { world.remove() }
        #expect(try await outcome(.operatorsSignInByPasskey, in: world) == .notChecked)
        let sender = try await world.sender()
        #expect(try await outcome(.operatorsSignInByPasskey, in: world) == .failed)
        let passkey = SignInPasskey(
            credentialID: [1],
            account: sender.account.id,
            record: "{}",
            signCount: 0,
            createdAt: world.needs.now()
        )
        try await world.needs.store.write { try $0.insert(passkey) }
        #expect(try await outcome(.operatorsSignInByPasskey, in: world) == .passed)
    }

    @Test func `of the consent finds what the criteria want a witnessed signer to be asked`() async throws {
        let world = try World()
        defer { world.remove() }
        try await world.expectStanding(.good, of: .consentWording)
    }

    @Test func `of the consent turns with a wording that does not ask for it`() async throws {
        var world = try World()
        defer { world.remove() }
        world.needs.consentVersion = 1
        try await world.expectStanding(.bad, of: .consentWording)
        #expect(try await world.run(.consentWording).facts == ["language": "ja", "missing": "当社の秘密鍵を活性化し"])
    }

    @Test func `whose partner does not answer has checked nothing`() async throws {
        let world = try World()
        defer { world.remove() }
        for probe in [
            Probe.environments, .signerAuditChains, .nothingWithoutInstruction, .sealKeys, .clock, .hsmDevice,
            .tokenKeys, .wrappedKeysElsewhere,
        ] {
            #expect(try await outcome(probe, in: world) == .notChecked, "\(probe.id)")
        }
    }
}

@Suite struct `Results of probes` {
    @Test func `are kept, and the newest one counts until it is twice its interval old`() async throws {
        let world = try World(signer: ScriptedSigner(), view: ScriptedView())
        defer { world.remove() }
        let criteria = Criteria(world.needs)
        func standing() async throws -> Scoreboard.Result? {
            try await criteria.scoreboard().clauses.first { $0.clause.id == "2.2.4-2" }?.evidence.first?.result
        }
        #expect(try await standing() == .missing)
        try await Probing(world.needs).run(.publicVerification)
        #expect(try await standing() == .good)
        world.clock.advance(by: Probe.publicVerification.interval * 2 + .seconds(1))
        #expect(try await standing() == .overdue)
        try await Probing(world.needs).run(.publicVerification)
        #expect(try await standing() == .good)
        #expect(try await criteria.history(of: "public-verification").count == 2)
    }

    @Test func `are asked for again by one job each when they are due`() async throws {
        let world = try World(view: ScriptedView())
        defer { world.remove() }
        let probing = Probing(world.needs)
        for _ in 0..<3 { try await probing.schedule([.publicVerification, .transport]) }
        func keys() async throws -> [String] { try await world.needs.store.read { try $0.jobs().map(\.job.key) } }
        #expect(try await keys().sorted() == ["probe/public-verification", "probe/transport"])
        try await world.work()
        try await probing.schedule([.publicVerification, .transport])
        #expect(try await keys() == [])
        world.clock.advance(by: Probe.transport.interval)
        try await probing.schedule([.publicVerification, .transport])
        #expect(try await keys().count == 2)
    }
}

@Suite struct `A failing probe` {
    @Test func `opens one incident, tells the administrators once, and says when it is over`() async throws {
        let broken = try World(view: ScriptedView(answer: PublicPage(status: 500, headers: [:])))
        defer { broken.remove() }
        let sender = try await broken.sender()
        for _ in 0..<3 {
            broken.clock.advance(by: .seconds(1))
            try await Probing(broken.needs).run(.publicVerification)
        }
        try await broken.work()

        let incidents = Incidents(broken.needs)
        let open = try #require(try await incidents.all(for: sender).first)
        #expect(try await incidents.all(for: sender).count == 1)
        #expect(open.key == "probe/public-verification" && open.severity == .high && open.state == .open)
        broken.clock.advance(by: .seconds(1))
        #expect(open.dueAt == open.openedAt.advanced(by: .seconds(86_400)))
        #expect(broken.mail.subjects.filter { $0.contains("インシデント") }.count == 1)

        try await incidents.acknowledge(open.id, by: sender)
        await #expect(throws: ServiceError.notPossible(state: "acknowledged")) {
            try await incidents.acknowledge(open.id, by: sender)
        }
        await #expect(throws: ServiceError.textRefused(field: "reason")) {
            try await incidents.close(open.id, reason: " ", by: sender)
        }
        try await incidents.close(open.id, reason: "設定を直した", by: sender)
        let actions = try await incidents.history(of: open.id, for: sender).map(\.entry.action)
        #expect(
            actions == [
                "incident opened", "alarm repeated", "alarm repeated", "operators told", "incident acknowledged",
                "incident closed",
            ]
        )
        // Failing again, it is a new one.
        try await Probing(broken.needs).run(.publicVerification)
        #expect(try await incidents.all(for: sender).map(\.state.name) == ["open", "closed"])
    }

    @Test func `is told to whoever can be reached, once, in text and on a page`() async throws {
        let broken = try World(view: ScriptedView(answer: PublicPage(status: 500, headers: [:])))
        defer { broken.remove() }
        let sender = try await broken.sender()
        let others = ["gone@company.example", "busy@company.example"]
        for address in others {
            let account = Account(
                id: AccountID(from: systemRandomBytes),
                organisation: sender.organisation,
                name: "管理 <花子>",
                address: try MailAddress(address, field: "email"),
                isAdministrator: true,
                createdAt: broken.needs.now()
            )
            try await broken.needs.store.write { try $0.insert(account, token: TokenDigest(of: address)) }
        }
        broken.mail.answer(mailTo: others[0], with: .refused(service: "mail", reason: "RCPT 550 5.1.1"))
        broken.mail.answer(mailTo: others[1], with: .unavailable(service: "mail", reason: "RCPT 452"))
        try await Probing(broken.needs).run(.publicVerification)
        try await broken.work()

        let incident = try #require(try await Incidents(broken.needs).all(for: sender).first)
        func actions() async throws -> [String] {
            try await Incidents(broken.needs).history(of: incident.id, for: sender).map(\.entry.action)
        }
        #expect(try await Set(actions()) == ["incident opened", "operators told", "mail refused"])
        #expect(try await broken.needs.store.read { try $0.jobs() }.count == 1, "who is busy is asked again")

        broken.mail.answer(mailTo: others[1], with: nil)
        broken.clock.advance(by: .seconds(3))
        try await broken.work()
        #expect(try await actions().filter { $0 == "operators told" }.count == 2)
        #expect(broken.mail.count(to: "sender@company.example") == 1, "nobody hears of it twice")
        let message = try #require(broken.mail.messages(to: others[1]).first)
        #expect(message.name == "管理 <花子>" && message.text.contains("\n\nhttps://localhost:8443/incidents\n"))
        let html = try #require(message.html)
        #expect(html.contains("管理 &lt;花子&gt; 様") && html.contains(#"<p lang="en""#))
        #expect(html.contains(#"href="https://localhost:8443/incidents""#))
    }

    @Test func `is shown to nobody who does not administer`() async throws {
        let world = try World()
        defer { world.remove() }
        let sender = try await world.sender()
        let plain = SenderActor(
            account: Account(
                id: AccountID(from: systemRandomBytes),
                organisation: sender.organisation,
                name: "送信 花子",
                address: try MailAddress("hanako@company.example", field: "email"),
                isAdministrator: false,
                createdAt: world.needs.now()
            )
        )
        await #expect(throws: ServiceError.notAllowed) { _ = try await Incidents(world.needs).all(for: plain) }
    }
}
