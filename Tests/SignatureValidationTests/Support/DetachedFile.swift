import ASiC
import CMS
import DeclaredPKI
import Foundation
import PAdES
import PDF
import SignatureValidation

/// A file with a signature beside it that grows level by level.
struct DetachedFile {
    let world: TestWorld
    let content: [UInt8]
    var signature: [UInt8]

    /// Signed; with a timestamp time at B-T, else at B-B.
    init(_ world: TestWorld, _ content: [UInt8] = Array("別紙：仕様書\n".utf8), timestampedAt time: Date?) throws {
        self.world = world
        self.content = content
        let prepared = try PreparedDetachedSignature(
            content: BytesSource(content),
            certificate: world.signer.certificate.der,
            algorithm: world.signer.key.algorithm,
            signingTime: world.signingTime
        )
        let value = try world.signer.sign(prepared.signedAttributes)
        signature = try prepared.finished(
            signature: value,
            certificateChain: [world.signer.certificate.der, world.issuing.certificate.der],
            timestampToken: time.map {
                try world.authority.timestamp(over: MessageImprint(of: value, hashAlgorithm: .sha256), at: $0)
            }
        )
    }

    mutating func addMaterial(_ material: FetchedMaterial) throws {
        signature = try addingDetachedValidationData(
            certificates: material.certificates,
            ocspResponses: material.ocspResponses,
            crls: material.crls,
            to: signature
        )
    }

    mutating func archive(at time: Date, by authority: DeclaredIdentity? = nil, hash: HashAlgorithm = .sha256) throws {
        let prepared = try PreparedArchiveTimestamp(signature: signature, content: BytesSource(content), hash: hash)
        signature = try prepared.finished(
            token: (authority ?? world.authority).timestamp(over: prepared.imprint, at: time)
        )
    }

    /// At B-LTA, as `TestFile.archived`.
    static func archived(_ world: TestWorld, _ content: [UInt8] = [1, 2, 3]) throws -> DetachedFile {
        var file = try DetachedFile(world, content, timestampedAt: world.signingTime)
        try file.addMaterial(world.material(at: world.signingTime.addingTimeInterval(60)))
        try file.archive(at: world.signingTime.addingTimeInterval(120))
        return file
    }

    func report(
        of content: [UInt8]? = nil,
        at time: Date,
        fetched: FetchedMaterial? = nil
    ) throws -> ValidationReport {
        let input = DetachedSignatureInput(
            signature: signature,
            content: BytesSource(content ?? self.content),
            time: time,
            fetched: fetched
        )
        return try validate(input, policy: world.policy)
    }
}

extension TestWorld {
    /// An authority that takes over nine years later, and what proves the first one good then.
    func successor() throws -> (authority: DeclaredIdentity, material: FetchedMaterial, time: Date) {
        let late = signingTime.addingTimeInterval(9 * Self.year)
        let authority = try timestampRoot.issue(
            .timestamping("TSA 2").serial(20).valid(
                from: late.addingTimeInterval(-60),
                until: late.addingTimeInterval(10 * Self.year)
            )
        )
        let crl = try timestampRoot.crl(thisUpdate: late, nextUpdate: late.addingTimeInterval(3_600))
        return (authority, FetchedMaterial(crls: [crl]), late.addingTimeInterval(60))
    }
}
