import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import SignerProtocol
import SigningService

/// Brings a long segment up in parts, each with a digest that the store checks; the object appears when all are there.
///
/// - SeeAlso: Amazon S3 User Guide, “Uploading and copying objects using multipart upload”
struct MultipartUpload {
    let bucket: BucketConnection
    let key: String
    let retainUntil: Timestamp?

    private struct Part {
        let number: Int
        let etag: String
        let checksum: String
    }

    /// One part is read and digested while the one before it is on its way; no more of the segment is in memory.
    ///
    /// Afterwards an object of the name is there, made by us or by someone with the same bytes; the caller looks at it.
    func store(_ file: SpoolFile) throws {
        let id = try begin()
        do {
            try complete(id, try parts(of: file, id))
        } catch {
            abort(id)
            throw error
        }
    }

    private func begin() throws -> String {
        let headers = [("x-amz-checksum-algorithm", "SHA256")] + BucketConnection.objectHeaders(until: retainUntil)
        let request = ObjectRequest(method: .POST, key: key, query: [("uploads", "")], headers: headers)
        guard let id = try bucket.require(request).xml?["UploadId"], !id.isEmpty else {
            throw bucket.refused(request, "no upload id")
        }
        return id
    }

    private func parts(of file: SpoolFile, _ id: String) throws -> [Part] {
        let length = S3SegmentSink.partLength
        var parts: [Part] = []
        var underWay: (request: ObjectRequest, attempt: EventLoopFuture<HTTPClient.Response>)?
        for start in stride(from: 0, to: file.count, by: length) {
            let request = ObjectRequest(
                method: .PUT,
                key: key,
                query: [("partNumber", "\(start / length + 1)"), ("uploadId", id)],
                body: ObjectRequest.Body(try file.read(start..<min(start + length, file.count))),
                timeLimit: .seconds(120)
            )
            let next = (request, try bucket.begin(request))
            if let underWay { parts.append(try settle(underWay, number: parts.count + 1)) }
            underWay = next
        }
        if let underWay { parts.append(try settle(underWay, number: parts.count + 1)) }
        return parts
    }

    private func settle(
        _ underWay: (request: ObjectRequest, attempt: EventLoopFuture<HTTPClient.Response>),
        number: Int
    ) throws -> Part {
        let answer = try bucket.exchange(underWay.request, begun: underWay.attempt)
        if let refusal = answer.refusal { throw bucket.refused(underWay.request, refusal) }
        guard let etag = answer.headers.first(name: "etag") else { throw bucket.refused(underWay.request, "no ETag") }
        return Part(number: number, etag: etag, checksum: underWay.request.body.checksum)
    }

    private func complete(_ id: String, _ parts: [Part]) throws {
        let list = parts.map { part in
            let etag = part.etag.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            return "<Part><PartNumber>\(part.number)</PartNumber><ETag>\(etag)</ETag>"
                + "<ChecksumSHA256>\(part.checksum)</ChecksumSHA256></Part>"
        }
        let name = "CompleteMultipartUpload"
        let body = "<\(name) xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\(list.joined())</\(name)>"
        let request = ObjectRequest(
            method: .POST,
            key: key,
            query: [("uploadId", id)],
            body: ObjectRequest.Body(ByteBuffer(string: body)),
            timeLimit: .seconds(120)
        )
        let answer = try bucket.exchangeIfNew(request)
        switch (answer.status, answer.refusal) {
        case (_, nil): return
        // Someone else was first with the same bytes.
        case (412, _): abort(id)
        // An attempt of ours that nobody answered was done all the same.
        case (_, "NoSuchUpload"?): return
        case (_, let refusal?): throw bucket.refused(request, refusal)
        }
    }

    /// What cannot be aborted now is swept later.
    private func abort(_ id: String) {
        _ = try? bucket.exchange(ObjectRequest(method: .DELETE, key: key, query: [("uploadId", id)]))
    }
}
