import Foundation
import NIOCore
import NIOHTTP1
package import SigningService
import SignerProtocol

extension S3DocumentStore {
    package func segments(olderThanSeconds seconds: Int) throws -> [SegmentDigest] {
        try admit()
        let limit = Timestamp(bucket.now()).advanced(by: .seconds(-seconds))
        var digests: [SegmentDigest] = []
        try forEachPage([("list-type", "2"), ("prefix", Self.folder)]) { page in
            for entry in page.all("Contents") {
                guard let digest = entry["Key"].flatMap(Self.digest),
                    let time = entry["LastModified"].flatMap(storeTime),
                    time < limit
                else { continue }
                digests.append(digest)
            }
            return page["NextContinuationToken"].map { [("continuation-token", $0)] }
        }
        return digests
    }

    /// Removes every version: where a bucket keeps them, a removal without a version only hides the object.
    package func remove(_ digest: SegmentDigest) throws {
        try admit()
        let key = Self.key(of: digest)
        let head = try bucket.exchange(ObjectRequest(method: .HEAD, key: key))
        if head.status == 404 { throw ServiceError.segmentDamaged(digest.hexadecimal) }
        if let refusal = head.refusal { throw bucket.refused(ObjectRequest(method: .HEAD, key: key), refusal) }
        if let until = head.retainUntil, until > Timestamp(bucket.now()) {
            throw ServiceError.segmentLocked(until: until)
        }
        guard head.headers.contains(name: "x-amz-version-id") else {
            _ = try bucket.require(ObjectRequest(method: .DELETE, key: key))
            return
        }
        for version in try versions(of: key) { try remove(key, version) }
    }

    package func removeIncoming(olderThanSeconds seconds: Int) throws {
        try admit()
        let limit = Timestamp(bucket.now()).advanced(by: .seconds(-seconds))
        var old: [(key: String, id: String)] = []
        try forEachPage([("uploads", ""), ("prefix", Self.folder)]) { page in
            for upload in page.all("Upload") {
                guard let key = upload["Key"], let id = upload["UploadId"],
                    let begun = upload["Initiated"].flatMap(storeTime), begun < limit
                else { continue }
                old.append((key, id))
            }
            guard page["IsTruncated"] == "true", let key = page["NextKeyMarker"] else { return nil }
            return [("key-marker", key), ("upload-id-marker", page["NextUploadIdMarker"] ?? "")]
        }
        for (key, id) in old {
            let request = ObjectRequest(method: .DELETE, key: key, query: [("uploadId", id)])
            let answer = try bucket.exchange(request)
            if let refusal = answer.refusal, answer.status != 404 { throw bucket.refused(request, refusal) }
        }
    }

    private func versions(of key: String) throws -> [String] {
        var versions: [String] = []
        try forEachPage([("versions", ""), ("prefix", key)]) { page in
            // The markers of earlier removals go last, or they would hide what is still there.
            for entry in page.all("Version") + page.all("DeleteMarker") where entry["Key"] == key {
                if let version = entry["VersionId"] { versions.append(version) }
            }
            guard page["IsTruncated"] == "true", let key = page["NextKeyMarker"] else { return nil }
            return [("key-marker", key), ("version-id-marker", page["NextVersionIdMarker"] ?? "")]
        }
        return versions
    }

    private func remove(_ key: String, _ version: String) throws {
        let query = [(name: "versionId", value: version)]
        let request = ObjectRequest(method: .DELETE, key: key, query: query)
        guard let refusal = try bucket.exchange(request).refusal else { return }
        let head = try bucket.exchange(ObjectRequest(method: .HEAD, key: key, query: query))
        guard head.refusal == nil, let until = head.retainUntil else { throw bucket.refused(request, refusal) }
        throw ServiceError.segmentLocked(until: until)
    }

    /// Reads a list; `body` takes a page and says how the next is asked for, or nil after the last.
    private func forEachPage(
        _ query: [(name: String, value: String)],
        _ body: (XMLAnswer) throws -> [(name: String, value: String)]?
    ) throws {
        var more: [(name: String, value: String)] = []
        while true {
            let request = ObjectRequest(method: .GET, query: query + more, sizeLimit: 4 * 1024 * 1024)
            guard let page = try bucket.require(request).xml else { throw bucket.refused(request, "no list") }
            guard let next = try body(page) else { return }
            more = next
        }
    }
}
