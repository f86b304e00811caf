import PKCS11
import SignerProtocol
import SignerTestSupport
import Testing

@testable import SigningKeys
@testable import SigningService

/// What the probes of the token say of real tokens, whole and spoiled.
@Suite(.enabled(if: SharedToken.modulePath != nil, "SoftHSM is not installed"))
struct `A probe of the token` {
    /// The service beside a signer, as far as it asks for the token.
    private func world(_ signer: SignerFixture, _ environment: ServiceEnvironment = .test) throws -> World {
        let room = signer.room
        return try World(
            environment: environment,
            signer: ScriptedSigner(report: { try await room.tokenReport() }, unwraps: { try await room.unwrapReport() })
        )
    }

    @Test func `finds everything as it has to be, with and without people`() async throws {
        let signer = try await SignerFixture.make(onToken: "whole token")
        let world = try world(signer)
        defer { world.remove() }
        for probe in [Probe.tokenKeys, .wrappedKeysElsewhere] { try await world.expectStanding(.good, of: probe) }

        for purpose in ServiceKeyPurpose.allCases { _ = try await signer.installServiceKey(purpose) }
        _ = try await signer.enrol("hanako@example.jp")
        for probe in [Probe.tokenKeys, .wrappedKeysElsewhere, .hsmDevice] {
            try await world.expectStanding(.good, of: probe)
        }
        #expect(try await world.run(.tokenKeys).facts == ["token-keys": "5", "person-keys": "2"])
    }

    @Test func `turns when a service key is replaced by one that may leave`() async throws {
        let signer = try await SignerFixture.make(onToken: "loose service key")
        _ = try await signer.installServiceKey(.witness)
        let world = try world(signer)
        defer { world.remove() }
        try await world.expectStanding(.good, of: .tokenKeys)

        try await signer.sessions.run { session throws(PKCS11Error) in
            let label = "chigiri-service-witness"
            try session.destroy(session.key(.privateKey, label: label))
            try session.makeLooseKeyPair(label: label)
        }
        try await world.expectStanding(.bad, of: .tokenKeys)
        #expect(try await world.run(.tokenKeys).facts["faults"] == "witness: extractable, witness: was extractable")
    }

    @Test func `turns when the key that wraps is gone, or there are two`() async throws {
        let signer = try await SignerFixture.make(onToken: "wrapping keys")
        let world = try world(signer)
        defer { world.remove() }
        try await signer.sessions.run { session throws(PKCS11Error) in
            _ = try session.makeSecretKey(.wrapping, label: "chigiri-data-wrapping")
        }
        try await world.expectStanding(.bad, of: .tokenKeys)
        #expect(try await world.run(.tokenKeys).facts["faults"] == "data-wrapping: 2 of them")

        try await signer.sessions.run { session throws(PKCS11Error) in
            for key in try session.keys(.secretKey, label: "chigiri-data-wrapping") { try session.destroy(key) }
        }
        try await world.expectStanding(.bad, of: .tokenKeys)
        #expect(try await world.run(.tokenKeys).facts["faults"] == "data-wrapping: missing")
    }

    @Test func `turns when a stored key opens with the key whose contents can be read`() async throws {
        let signer = try await SignerFixture.make(onToken: "wrong wrapping")
        _ = try await signer.enrol("hanako@example.jp")
        let world = try world(signer)
        defer { world.remove() }
        try await world.expectStanding(.good, of: .wrappedKeysElsewhere)

        let wrapped = try await signer.sessions.run { session throws(PKCS11Error) in
            let pair = try session.makeKeyPair(.rsa3072, .wrappable)
            return try session.wrapped(
                pair.privateKey,
                with: session.key(.secretKey, label: "chigiri-data-wrapping")
            )
        }
        let pooled = PooledKey(
            id: "pooled",
            publicKeyInfo: [1],
            wrapped: wrapped,
            binding: [UInt8](repeating: 0, count: 32),
            created: signer.clock.now
        )
        try await signer.store.write { transaction in
            try transaction.keep(
                pooled,
                recording: AuditEvent(.pooledKeyMade, chain: "key-pool", actor: "tests", at: pooled.created, [:])
            )
        }
        try await world.expectStanding(.bad, of: .wrappedKeysElsewhere)
        let facts = try await world.run(.wrappedKeysElsewhere).facts
        #expect(facts["pooled data-key"] == "opened" && facts["stored data-key"]?.hasPrefix("C_UnwrapKey") == true)
        // Its record has no code of the token, either.
        #expect(try await world.run(.tokenKeys).facts["faults"] == "pooled: does not open, pooled: not bound")
    }

    /// Records that were taken away, with all that another device has to try on them.
    @Test func `turns beside another token, which opens nothing`() async throws {
        let signer = try await SignerFixture.make(onToken: "token at home")
        _ = try await signer.enrol("hanako@example.jp")
        let elsewhere = signer.beside(try await SignerFixture.make(onToken: "token elsewhere"))
        let attempts = try await elsewhere.room.unwrapReport().attempts
        #expect(attempts.map(\.outcome) == [.refused, .refused, .refused, .refused])
        #expect(attempts.allSatisfy { $0.origin == .stored && $0.error?.hasPrefix("C_UnwrapKey 0x") == true })

        let world = try world(elsewhere)
        defer { world.remove() }
        try await world.expectStanding(.bad, of: .wrappedKeysElsewhere)
        try await world.expectStanding(.bad, of: .tokenKeys)
        #expect(try await world.run(.tokenKeys).facts["faults"] == "stored: does not open, stored: not bound")
    }

    @Test func `of the device turns in production, where software will not do`() async throws {
        let world = try world(try await SignerFixture.make(), .production)
        defer { world.remove() }
        try await world.expectStanding(.bad, of: .hsmDevice)
    }
}

/// What the probes say of reports that no SoftHSM gives.
@Suite struct `A report on a token` {
    private static let inside = TokenKeyAttributes(
        type: "AES",
        isTokenObject: true,
        isPrivate: true,
        isSensitive: true,
        isExtractable: false,
        wasAlwaysSensitive: true,
        wasNeverExtractable: true,
        isLocal: true,
        uses: ["unwrap", "wrap"]
    )

    private static func device(firmware: String = "7.4") -> TokenDevice {
        TokenDevice(
            label: "chigiri",
            manufacturer: "Maker",
            model: "Model 7",
            serialNumber: "0042",
            firmware: firmware,
            isSoftware: false
        )
    }

    private func report(_ changed: (inout TokenKeyAttributes) -> Void = { _ in }) -> TokenReport {
        var keys = TokenKeyRole.allCases.prefix(3).map { role in
            var attributes = Self.inside
            if role == .binding { (attributes.type, attributes.uses) = ("GENERIC_SECRET", ["sign"]) }
            return TokenKeyReport(role: role, attributes: attributes)
        }
        changed(&keys[0].attributes)
        return TokenReport(device: Self.device(), tokenKeys: keys, personKeys: [])
    }

    @Test func `that conforms has no faults`() {
        #expect(report().faults.isEmpty)
    }

    @Test func `names the attribute that is not as it has to be`() {
        let attributes: [(WritableKeyPath<TokenKeyAttributes, Bool>, String)] = [
            (\.isTokenObject, "not in the token"), (\.isPrivate, "public"), (\.isSensitive, "readable"),
            (\.isExtractable, "extractable"), (\.wasAlwaysSensitive, "was readable"),
            (\.wasNeverExtractable, "was extractable"), (\.isLocal, "made elsewhere"),
        ]
        for (attribute, words) in attributes {
            #expect(report { $0[keyPath: attribute].toggle() }.faults == ["user-wrapping: \(words)"])
        }
    }

    @Test func `names a use that nobody needs, and a type that we do not use`() {
        #expect(report { $0.uses.append("decrypt") }.faults == ["user-wrapping: may unwrap wrap decrypt"])
        #expect(report { $0.type = "0x13" }.faults == ["user-wrapping: type 0x13"])
    }

    @Test func `on a device that nobody registered, or on another firmware, turns the clause`() async throws {
        let world = try World(signer: ScriptedSigner(report: { report() }))
        defer { world.remove() }
        try await world.expectStanding(.bad, of: .hsmDevice)
        #expect(try await world.run(.hsmDevice).facts["register"] == "no such device")

        let administrator = try await world.sender()
        try await world.register(Self.device(firmware: "7.3"), for: administrator)
        try await world.expectStanding(.bad, of: .hsmDevice)
        try await world.register(Self.device(), for: administrator)
        try await world.expectStanding(.good, of: .hsmDevice)
    }

    @Test func `of attempts that could not be made shows nothing`() async throws {
        let world = try World(
            signer: ScriptedSigner(unwraps: {
                UnwrapReport(attempts: [
                    UnwrapAttempt(origin: .new, way: .ownKey, outcome: .opened, error: nil),
                    UnwrapAttempt(origin: .new, way: .strangeKey, outcome: .notTried, error: "C_GenerateKey 0x54"),
                ])
            })
        )
        defer { world.remove() }
        #expect(try await world.run(.wrappedKeysElsewhere).outcome == .notChecked)
    }
}

extension World {
    /// Puts a device into the register, where it stands.
    fileprivate func register(_ device: TokenDevice, for administrator: SenderActor) async throws {
        let maker = administrator.account.id
        let approval = RegisterApproval(
            content: RegisterContent(
                values: [
                    "model": .text(device.model), "firmware": .text(device.firmware),
                    "serial": .text(device.serialNumber),
                ],
                owner: maker
            ),
            makers: [maker],
            approver: nil,
            at: clock.now
        )
        let time = clock.now
        try await needs.store.write { transaction in
            let number = try transaction.registerEntries(in: RegisterDeclaration.hsmDevices.id).count + 1
            let entry = RegisterEntry(
                id: RegisterEntryID(from: systemRandomBytes),
                register: RegisterDeclaration.hsmDevices.id,
                organisation: administrator.organisation,
                number: number,
                createdAt: time,
                state: .approved(approval, change: nil),
                version: 0
            )
            let note = AuditNote(.registerEntryApproved, by: administrator.auditName)
            try transaction.save(Change(entry, expectedVersion: 0, audit: note, at: time))
        }
    }
}
