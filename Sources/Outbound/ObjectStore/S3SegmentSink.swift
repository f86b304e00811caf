import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import SignerProtocol
import SigningService

/// A segment on its way: in memory while it is one part long, then in a file without a name.
final class S3SegmentSink: SegmentSink {
    private let bucket: BucketConnection
    private let spool: String
    private var hash = SHA256()
    private var held = ByteBuffer()
    private var file: SpoolFile?

    /// What goes up with one request; S3 wants 5 MiB at least.
    static let partLength = 8 * 1024 * 1024

    init(bucket: BucketConnection, spool: String) {
        self.bucket = bucket
        self.spool = spool
    }

    func write(_ ciphertext: [UInt8]) throws {
        hash.update(data: ciphertext)
        if let file { return try file.append(ciphertext) }
        guard held.readableBytes + ciphertext.count > Self.partLength else {
            held.writeBytes(ciphertext)
            return
        }
        let file = try SpoolFile(in: spool)
        try held.withUnsafeReadableBytes { try file.append($0) }
        try file.append(ciphertext)
        held = ByteBuffer()
        self.file = file
    }

    func finish() throws -> SegmentDigest {
        guard let digest = SegmentDigest(bytes: Array(hash.finalize())) else {
            preconditionFailure("a SHA-256 digest has 32 bytes")
        }
        let key = S3DocumentStore.key(of: digest)
        let retainUntil = bucket.retainUntil
        if let file {
            try MultipartUpload(bucket: bucket, key: key, retainUntil: retainUntil).store(file)
            try requireStored(key, count: file.count, until: retainUntil)
        } else {
            let request = ObjectRequest(
                method: .PUT,
                key: key,
                headers: BucketConnection.objectHeaders(until: retainUntil),
                body: ObjectRequest.Body(held)
            )
            let answer = try bucket.exchangeIfNew(request)
            let isThere = answer.status == 412
            if let refusal = answer.refusal, !isThere { throw bucket.refused(request, refusal) }
            // The store has compared the digest of a new one; what was there, or has to be locked, is looked at.
            if isThere || retainUntil != nil {
                try requireStored(key, count: held.readableBytes, until: retainUntil)
            }
        }
        discard()
        return digest
    }

    func discard() {
        file = nil
        held = ByteBuffer()
    }

    /// - Throws: `ServiceError.dependencyRefused` unless the object has its size, and the lock that was asked for: there
    ///   are stores that ignore what they do not know. Whoever wrote the same bytes at the same time has asked for the same
    ///   lock, give or take a minute.
    private func requireStored(_ key: String, count: Int, until: Timestamp?) throws {
        let request = ObjectRequest(method: .HEAD, key: key)
        let head = try bucket.require(request)
        guard head.headers.first(name: "content-length") == String(count) else {
            throw bucket.refused(request, "stored with another size")
        }
        guard let until else { return }
        guard head.headers.first(name: "x-amz-object-lock-mode") == "COMPLIANCE", let kept = head.retainUntil,
            kept.milliseconds >= until.milliseconds - 60_000
        else { throw bucket.refused(request, "stored without its lock") }
    }
}

extension BucketConnection {
    /// Until when a segment that is written now has to stay; nil when the settings ask for no lock.
    var retainUntil: Timestamp? {
        guard settings.retainDays > 0 else { return nil }
        return Timestamp(now()).advanced(by: .seconds(settings.retainDays * 86_400))
    }

    /// How a segment is stored.
    ///
    /// - SeeAlso: Amazon S3 User Guide, “Locking objects with Object Lock”
    static func objectHeaders(until: Timestamp?) -> [(name: String, value: String)] {
        let kind = (name: "content-type", value: "application/octet-stream")
        guard let until else { return [kind] }
        return [
            kind, ("x-amz-object-lock-mode", "COMPLIANCE"), ("x-amz-object-lock-retain-until-date", until.rfc3339),
        ]
    }
}

extension ObjectAnswer {
    /// The end of the object's lock.
    var retainUntil: Timestamp? {
        headers.first(name: "x-amz-object-lock-retain-until-date").flatMap(storeTime)
    }
}

/// A time as stores write it, with or without a fraction of the second.
func storeTime(_ text: String) -> Timestamp? {
    for fraction in [false, true] {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: fraction)
        if let date = try? style.parse(text) { return Timestamp(date) }
    }
    return nil
}
