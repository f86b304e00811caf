import Logging
import SignerProtocol

/// Keeps RSA keys ready, and hands each out at most once.
///
/// A pooled key is a row with its audit entry; the transaction that gives the key to a credential deletes the row. A
/// crash leaves the key either in the pool or with its credential, never in both and never in neither.
package struct KeyPool: Sendable {
    /// How many keys are kept ready; 0 keeps none.
    package let size: Int
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    package init(size: Int) {
        self.size = size
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        wake.yield()
    }

    /// Fills the pool now and after every key that leaves it, until the task is cancelled.
    package func keepFilled(for room: SigningRoom) async {
        for await _ in wakes where size > 0 {
            await fill(room)
        }
    }

    private func fill(_ room: SigningRoom) async {
        while !Task.isCancelled {
            do throws(SignerError) {
                guard try await room.store.reading({ try $0.pooledKeys() }) < size else { return }
                try await add(to: room)
            } catch {
                room.logger.error("a key for the pool could not be made: \(error)")
                // The HSM or the disk is away; it is asked again until it is back.
                guard (try? await Task.sleep(for: .seconds(30))) != nil else { return }
            }
        }
    }

    private func add(to room: SigningRoom) async throws(SignerError) {
        let key = try await room.keys.makePooledKey(at: room.now())
        let made = AuditEvent(
            .pooledKeyMade,
            chain: keyPoolChain,
            actor: "signer",
            at: key.created,
            ["pooled": key.id, "keyFp": sha256(key.publicKeyInfo).hexadecimal]
        )
        try await room.store.writing { try $0.keep(key, recording: made) }
    }

    /// Gives the oldest key to a credential; makes one when the pool is empty.
    ///
    /// - Returns: the credential, saved in state GENERATED.
    func give(
        to credential: Credential,
        in room: SigningRoom,
        client: String
    ) async throws(SignerError) -> Credential {
        defer { wake.yield() }
        while true {
            guard let pooled = try await room.store.reading({ try $0.oldestPooledKey() }) else {
                try await add(to: room)
                continue
            }
            let key = try await room.keys.userKey(from: pooled, for: credential)
            let time = room.now()
            let change = try credential.generated(key, by: client, at: time, ["pooled": pooled.id])
            let taken = AuditEvent(
                .pooledKeyTaken,
                chain: keyPoolChain,
                actor: client,
                at: time,
                ["pooled": pooled.id, "credential": credential.id]
            )
            let isOurs = try await room.store.writing { transaction in
                guard try transaction.remove(pooled, recording: taken) else { return false }
                try transaction.save(change)
                return true
            }
            // Otherwise someone else was quicker: the next key.
            if isOurs { return change.credential }
        }
    }
}

/// The chain of keys that belong to nobody yet.
let keyPoolChain = "key-pool"

extension Credential {
    /// Decides that the credential has its key.
    func generated(
        _ key: UserKey,
        by client: String,
        at time: Timestamp,
        _ facts: [String: String]
    ) throws(SignerError) -> CredentialChange {
        var generated = self
        generated.key = key
        let facts = facts.merging(
            ["keyFp": sha256(key.publicKeyInfo).hexadecimal, "profile": "W", "keyType": keyType.rawValue]
        ) { own, _ in own }
        return try generated.moved(to: .generated, .credentialKeyGenerated, by: client, at: time, facts)
    }
}
