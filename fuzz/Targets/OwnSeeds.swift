import ASiC
import CMS
import Crypto
import DeclaredPKI
import Foundation
import PAdES
import PDF
import Synchronization

/// Inputs that we make: one sound example of each format, so that the fuzzer starts behind the outermost checks.
struct OwnSeeds {
    private let root: DeclaredIdentity
    private let issuing: DeclaredIdentity
    private let signer: DeclaredIdentity
    private let responder: DeclaredIdentity
    private let authority: DeclaredIdentity

    init() throws {
        root = try DeclaredIdentity(.authority("Root"))
        issuing = try root.issue(.authority("Issuing", pathLength: 0))
        signer = try issuing.issue(.signer("契 太郎"))
        responder = try issuing.issue(.responder("Responder"))
        authority = try root.issue(.timestamping("TSA"))
    }

    /// Writes `FORMAT/own-NAME` into `folder`.
    func write(into folder: URL) throws {
        for (format, seeds) in try all() {
            let place = folder.appending(path: format.rawValue)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            for (name, bytes) in seeds { try Data(bytes).write(to: place.appending(path: "own-\(name)")) }
        }
    }

    private func all() throws -> [(FuzzedFormat, [(String, [UInt8])])] {
        let digest = Array(SHA256.hash(data: Declared.content))
        let nonce: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
        let token = try authority.timestamp(overDigest: digest)
        let response = try responder.ocsp(
            about: signer.certificate,
            issuedBy: issuing.certificate,
            nextUpdate: DeclaredPKI.now.addingTimeInterval(3_600)
        )
        return [
            (.asic, [("container", try container(timestampToken: token))]),
            (
                .certificate,
                [root, issuing, signer, responder, authority].enumerated().map { ("\($0)", $1.certificate.der) }
            ),
            (.cms, [("signature", try signature(over: digest, timestampToken: token))]),
            (
                .crl,
                [
                    ("empty", try issuing.crl()),
                    ("one", try issuing.crl(revoking: [RevocationListEntry(signer.certificate, .keyCompromise)])),
                ]
            ),
            (.evidence, try evidenceRecords(about: digest)),
            (
                .ocsp,
                [
                    ("good", response),
                    (
                        "request",
                        try OCSPRequest(certificate: signer.certificate, issuer: issuing.certificate, nonce: nonce).der
                    ),
                ]
            ),
            (.pdf, try SignedFileSeeds(issuing: issuing, signer: signer, authority: authority, ocsp: response).all()),
            (
                .timestamp,
                [
                    ("token", token), ("response", TimestampResponse.granting(token)),
                    ("request", try TimestampRequest(imprint: digest, nonce: nonce).der),
                ]
            ),
        ]
    }

    private func container(timestampToken: [UInt8]) throws -> [UInt8] {
        let file = PreparedContainer.File(
            name: "seed.txt",
            mimeType: "text/plain",
            content: ArchiveSource(Declared.content)
        )
        let prepared = try PreparedContainer(files: [file])
        let signature = try signature(
            over: Array(SHA256.hash(data: prepared.manifest)),
            timestampToken: timestampToken
        )
        let written = Mutex<[UInt8]>([])
        try prepared.write(signature: signature) { piece in written.withLock { $0 += piece } }
        return written.withLock { $0 }
    }

    /// One that stands alone, one of a batch, and one that was renewed.
    private func evidenceRecords(about digest: [UInt8]) throws -> [(String, [UInt8])] {
        func record(_ digests: [[UInt8]]) throws -> [UInt8]? {
            let batch = try EvidenceBatch(algorithm: .sha256, digests: digests)
            return try batch.stamped(by: authority.timestamp(over: batch.imprint)).record(0)
        }
        guard let alone = try record([digest]),
            let one = try record([digest] + (1...4).map { [UInt8](repeating: $0, count: 32) })
        else { return [] }
        let known = try EvidenceRecord(der: one)
        let renewal = try EvidenceBatch(algorithm: .sha256, digests: [known.timestampRenewalDigest.digest])
        guard let timestamp = try renewal.stamped(by: authority.timestamp(over: renewal.imprint)).archiveTimestamp(0)
        else { return [] }
        return [("alone", alone), ("batch", one), ("renewed", try known.renewed(by: timestamp))]
    }

    private func signature(over digest: [UInt8], timestampToken: [UInt8]) throws -> [UInt8] {
        let attributes = signer.signedAttributes(over: digest)
        return try SignedData.encode(
            signedAttributes: attributes,
            signature: signer.sign(attributes.der),
            signatureAlgorithm: signer.key.algorithm,
            certificates: [signer.certificate, issuing.certificate],
            timestampToken: timestampToken
        )
    }
}
