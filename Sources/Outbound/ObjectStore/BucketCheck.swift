import Foundation
import NIOCore
import NIOHTTP1
import SigningService

/// Why a bucket is not the one for the segments.
package enum BucketRefusal: Error, Hashable, Sendable {
    case noSuchBucket
    /// The store's name for it, such as `SignatureDoesNotMatch` or `AccessDenied`.
    case accessRefused(String)
    /// `retainDays` is set, but the bucket does not keep versions.
    case versionsNotKept
    /// `retainDays` is set, but the bucket was not made with Object Lock.
    case locksNotKept
    /// The bucket's stamp says that it belongs to the other environment.
    case otherEnvironment(found: String)

    /// For the operator.
    package var reason: String {
        switch self {
        case .noSuchBucket: "the bucket does not exist"
        case .accessRefused(let refusal): refusal
        case .versionsNotKept: "retainDays is set, but the bucket keeps no versions"
        case .locksNotKept: "retainDays is set, but the bucket was made without Object Lock"
        case .otherEnvironment(let found): "the bucket is stamped \(found)"
        }
    }
}

/// What a bucket says of itself.
package struct BucketState: Hashable, Sendable {
    /// `TEST` or `PRODUCTION`; nil before the first start.
    package let stamp: String?
    /// Whether segments can be locked there.
    package let keepsLocks: Bool
}

/// Looks at a bucket before anything is written into it, and stamps one that is new.
struct BucketCheck {
    let bucket: BucketConnection
    /// `TEST` or `PRODUCTION`.
    let environment: String

    static let stamp = "environment-stamp"

    func run() throws {
        // 1. It is there, and we may use it.
        let keepsVersions = try keepsVersions()

        // 2. It keeps what it is told to keep.
        if bucket.settings.retainDays > 0 {
            guard keepsVersions else { throw BucketRefusal.versionsNotKept }
            guard try keepsLocks() else { throw BucketRefusal.locksNotKept }
        }

        // 3. It is of our environment.
        let found = try stamped() ?? stampAnew()
        guard found == environment else { throw BucketRefusal.otherEnvironment(found: found) }
    }

    /// Looks only.
    func state() throws -> BucketState {
        let keepsVersions = try keepsVersions()
        return BucketState(stamp: try stamped(), keepsLocks: try keepsVersions && keepsLocks())
    }

    private func keepsVersions() throws -> Bool {
        try answer(ObjectRequest(method: .GET, query: [("versioning", "")])).xml?["Status"] == "Enabled"
    }

    private func keepsLocks() throws -> Bool {
        let lock = try bucket.exchange(ObjectRequest(method: .GET, query: [("object-lock", "")]))
        return lock.refusal == nil && lock.xml?["ObjectLockEnabled"] == "Enabled"
    }

    private func stamped() throws -> String? {
        let answer = try bucket.exchange(ObjectRequest(method: .GET, key: Self.stamp))
        if answer.status == 404, answer.refusal != "NoSuchBucket" { return nil }
        if let refusal = answer.refusal { throw BucketRefusal.accessRefused(refusal) }
        return String(buffer: answer.body).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Of two that stamp at once, both read what the first has written.
    private func stampAnew() throws -> String {
        let request = ObjectRequest(
            method: .PUT,
            key: Self.stamp,
            body: ObjectRequest.Body(ByteBuffer(string: environment + "\n"))
        )
        let answer = try bucket.exchangeIfNew(request)
        if let refusal = answer.refusal, answer.status != 412 { throw BucketRefusal.accessRefused(refusal) }
        return try stamped() ?? ""
    }

    private func answer(_ request: ObjectRequest) throws -> ObjectAnswer {
        let answer = try bucket.exchange(request)
        switch answer.refusal {
        case nil: return answer
        case "NoSuchBucket"?: throw BucketRefusal.noSuchBucket
        case let refusal?: throw BucketRefusal.accessRefused(refusal)
        }
    }
}

extension BucketConnection {
    /// Writes an object only if there is none of its name yet; status 412 says that there is.
    ///
    /// A store that does not know the condition is asked without it: what has one name has one content here, so writing it
    /// twice changes nothing.
    func exchangeIfNew(_ request: ObjectRequest) throws -> ObjectAnswer {
        var conditional = request
        conditional.headers.append(("if-none-match", "*"))
        let answer = try exchange(conditional)
        return answer.status == 501 ? try exchange(request) : answer
    }
}
