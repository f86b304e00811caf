import CMS
import Foundation
import Logging
import Outbound
import SigningService

// Those who tell the time and what is revoked.
extension Settings {
    func timestampClient(
        now: @escaping @Sendable () -> Date,
        log: Logger,
        history: TimestampCallLog
    ) throws -> TimestampClient {
        TimestampClient(
            authorities: timestampAuthorities,
            accreditedAnchors: try service.accreditedTimestampAnchors.map { try Certificate(der: $0) },
            now: now,
            randomBytes: systemRandomBytes,
            log: log
        ) { call in
            await history.note(call)
        }
    }

    func revocationClient(
        now: @escaping @Sendable () -> Date,
        log: Logger,
        store: any ServiceStore
    ) -> RevocationClient {
        RevocationClient(
            addresses: PublicAddressGuard(exemptOrigins: exemptOrigins, resolve: resolveWithSystem),
            now: now,
            randomBytes: systemRandomBytes,
            listLimit: revocationListLimit,
            cache: RevocationCache(
                store: store,
                now: now,
                longestUse: revocationUse,
                capacity: Self.revocationCapacity,
                log: log
            )
        )
    }

    /// Bytes of revocation data that are kept: some ten thousand OCSP responses.
    private static let revocationCapacity = 64 * 1024 * 1024
}
