import Foundation
import Logging
package import PKCS11
import SQLiteSignerStorage
import Synchronization
package import DeclaredPKI
package import SignerProtocol
package import SigningKeys

/// A clock that stands still until a test moves it.
package final class TestClock: Sendable {
    private let milliseconds: Mutex<Int64>

    package init(_ time: Timestamp) {
        milliseconds = Mutex(time.milliseconds)
    }

    package var now: Timestamp { Timestamp(milliseconds: milliseconds.withLock { $0 }) }

    package func advance(seconds: Int64) {
        milliseconds.withLock { $0 += seconds * 1000 }
    }
}

/// A signer with a token, records and a clock of its own.
package struct SignerFixture: Sendable {
    package static let client = "service.chigiri.test"
    /// 2026-11-22T12:00:00Z.
    package static let start = Timestamp(milliseconds: 1_795_348_800_000)

    package let authority: DeclaredPKI
    package let clock: TestClock
    /// Of the keys that are made next, and of the attributes that this fixture makes.
    package let keyType: KeyType
    package let sessions: SessionPool
    package let database: String
    package let store: any ActivationStore
    package let room: SigningRoom
    package let credentials: Credentials
    package let activation: SignatureActivationModule
    package let seal: ServiceSeal
    package let custody: Custody
    package let operators: Operators
    package let acts: CriticalActs
    let colleagues: Colleagues

    /// One token for all signers of a key type: its three keys serve any number of records, and the service's keys have
    /// one type.
    private static let pools = Dictionary(
        uniqueKeysWithValues: KeyType.allCases.map { type in
            (type, Result { try SharedToken.pool(label: "signer-tests \(type.rawValue)", threads: 4) })
        }
    )

    package static func make(
        _ environment: SignerPolicy.Environment = .test,
        keyType: KeyType = .p256,
        poolSize: Int = 0
    ) async throws -> SignerFixture {
        let sessions = try await token(keyType)
        let database = NSTemporaryDirectory() + "chigiri-signer-\(UUID().uuidString).db"
        let signer = SignerFixture(
            authority: try DeclaredPKI.ofSigner(),
            clock: TestClock(start),
            sessions: sessions,
            database: database,
            store: try SQLiteActivationStore(path: database),
            environment: environment,
            keyType: keyType,
            poolSize: poolSize
        )
        try await signer.room.openKeys()
        return signer
    }

    /// The token of a key type, with all its keys: many signers at once would race to make them.
    private static func token(_ type: KeyType) async throws -> SessionPool {
        guard let sessions = try pools[type]?.get() else { preconditionFailure("every type has its token") }
        try await FirstKeys.shared.made(for: type) {
            let database = NSTemporaryDirectory() + "chigiri-signer-\(UUID().uuidString).db"
            let first = SignerFixture(
                authority: try DeclaredPKI.ofSigner(),
                clock: TestClock(start),
                sessions: sessions,
                database: database,
                store: try SQLiteActivationStore(path: database),
                environment: .test,
                keyType: type,
                poolSize: 0
            )
            try await first.room.openKeys()
            try await first.room.makeServiceKeys()
        }
        return sessions
    }

    /// A new signer that keeps its records in `store`; `database` says where that is.
    package static func make(in store: any ActivationStore, database: String) async throws -> SignerFixture {
        let sessions = try await token(.p256)
        let signer = SignerFixture(
            authority: try DeclaredPKI.ofSigner(),
            clock: TestClock(start),
            sessions: sessions,
            database: database,
            store: store,
            environment: .test,
            keyType: .p256,
            poolSize: 0
        )
        try await signer.room.openKeys()
        return signer
    }

    /// A signer on a token of its own, which a test may spoil.
    package static func make(onToken label: String) async throws -> SignerFixture {
        let database = NSTemporaryDirectory() + "chigiri-signer-\(UUID().uuidString).db"
        let signer = SignerFixture(
            authority: try DeclaredPKI.ofSigner(),
            clock: TestClock(start),
            sessions: try SharedToken.pool(label: label, threads: 2),
            database: database,
            store: try SQLiteActivationStore(path: database),
            environment: .test,
            keyType: .p256,
            poolSize: 0
        )
        try await signer.room.openKeys()
        return signer
    }

    /// The same records beside another signer's token.
    package func beside(_ other: SignerFixture) -> SignerFixture {
        SignerFixture(
            authority: authority,
            clock: clock,
            sessions: other.sessions,
            database: database,
            store: store,
            environment: .test,
            keyType: keyType,
            poolSize: 0
        )
    }

    /// Another process of the same signer: the same token, clock and records, over a store of its own.
    package func otherProcess(_ name: String, store: any ActivationStore) -> SignerFixture {
        SignerFixture(
            authority: authority,
            clock: clock,
            sessions: sessions,
            database: database,
            store: store,
            environment: .test,
            keyType: keyType,
            poolSize: 0,
            process: name,
            colleagues: colleagues
        )
    }

    /// The same signer after its operator has chosen another type for people's keys.
    package func choosing(_ type: KeyType) -> SignerFixture {
        SignerFixture(
            authority: authority,
            clock: clock,
            sessions: sessions,
            database: database,
            store: store,
            environment: .test,
            keyType: type,
            poolSize: 0
        )
    }

    private init(
        authority: DeclaredPKI,
        clock: TestClock,
        sessions: SessionPool,
        database: String,
        store: any ActivationStore,
        environment: SignerPolicy.Environment,
        keyType: KeyType,
        poolSize: Int,
        process: String = "signer-process-1",
        colleagues: Colleagues = Colleagues()
    ) {
        self.authority = authority
        self.clock = clock
        self.sessions = sessions
        self.keyType = keyType
        self.database = database
        self.store = store
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        room = SigningRoom(
            store: store,
            keys: HSMKeyStore(sessions: sessions, store: store, logger: logger),
            policy: SignerPolicy(
                instance: "signer-1",
                process: process,
                environment: environment,
                relyingParty: "localhost",
                origins: ["https://localhost:8443"],
                roots: PinnedRoots([authority.root.certificate]),
                keyTypes: SignerPolicy.KeyTypes(person: keyType, service: keyType),
                operatorCodes: Self.operatorCodes.mapValues(SignerPolicy.codeDigest)
            ),
            keyPool: KeyPool(size: poolSize),
            now: { clock.now },
            crashPoint: .none,
            logger: logger
        )
        credentials = Credentials(room: room)
        activation = SignatureActivationModule(room: room)
        seal = ServiceSeal(room: room)
        custody = Custody(room: room)
        operators = Operators(room: room)
        acts = CriticalActs(room: room)
        self.colleagues = colleagues
    }

    package func operations() async throws -> Int {
        try await store.read { try $0.signatureOperations() }
    }
}

/// Makes the keys of each token once.
private actor FirstKeys {
    static let shared = FirstKeys()

    private var making: [KeyType: Task<Void, any Error>] = [:]

    func made(for type: KeyType, _ make: @escaping @Sendable () async throws -> Void) async throws {
        let task = making[type] ?? Task { try await make() }
        making[type] = task
        try await task.value
    }
}
