import CMS
import DeclaredPKI
import Foundation
import PDF
import SignatureValidation

/// A root, an issuing CA, a signer, responders and a timestamping authority, all at fixed times.
///
/// The signer's certificate runs for a year, the timestamping authority's for ten.
struct TestWorld: Sendable {
    static let start = Date(timeIntervalSince1970: 1_770_000_000)
    static let year: TimeInterval = 365 * 86_400

    let root: DeclaredIdentity
    let issuing: DeclaredIdentity
    let responder: DeclaredIdentity
    let signer: DeclaredIdentity
    let secondSigner: DeclaredIdentity
    let timestampRoot: DeclaredIdentity
    let authority: DeclaredIdentity

    /// When the signature is made.
    let signingTime: Date

    /// Everybody has a P-256 key of their own, but for those named.
    init(
        rootKey: DeclaredKey = .p256(),
        responderKey: DeclaredKey = .p256(),
        signerKey: DeclaredKey = .p256(),
        authorityKey: DeclaredKey = .p256(),
        start: Date = TestWorld.start
    ) throws {
        signingTime = start.addingTimeInterval(86_400)
        let long = start.addingTimeInterval(20 * Self.year)
        let oneYear = start.addingTimeInterval(Self.year)
        root = try DeclaredIdentity(.authority("Root").serial(1).valid(from: start, until: long), key: rootKey)
        issuing = try root.issue(
            .authority("Issuing", pathLength: 0).serial(2).valid(
                from: start,
                until: start.addingTimeInterval(5 * Self.year)
            )
        )
        responder = try issuing.issue(
            .responder("Responder").serial(3).valid(from: start, until: start.addingTimeInterval(30 * 86_400)),
            key: responderKey
        )
        signer = try issuing.issue(.signer("契 太郎").serial(4).valid(from: start, until: oneYear), key: signerKey)
        secondSigner = try issuing.issue(.signer("Second").serial(5).valid(from: start, until: oneYear))
        timestampRoot = try DeclaredIdentity(.authority("TSA Root").serial(6).valid(from: start, until: long))
        authority = try timestampRoot.issue(
            .timestamping("TSA").serial(7).valid(from: start, until: start.addingTimeInterval(10 * Self.year)),
            key: authorityKey
        )
    }

    var policy: ValidationPolicy {
        ValidationPolicy(trustAnchors: [root.certificate], timestampAnchors: [timestampRoot.certificate])
    }

    /// Revocation data for every certificate, made at `time`.
    func material(at time: Date, signerState: CertificateStatus.State = .good) throws -> FetchedMaterial {
        var material = try material(at: time, about: [secondSigner.certificate])
        material.ocspResponses.insert(try answer(about: signer.certificate, signerState, at: time), at: 0)
        return material
    }

    /// Revocation data for the authorities and these signers, all good.
    func material(at time: Date, about signers: [Certificate]) throws -> FetchedMaterial {
        FetchedMaterial(
            certificates: [issuing.certificate.der, timestampRoot.certificate.der, root.certificate.der],
            crls: [try root.crl(thisUpdate: time), try timestampRoot.crl(thisUpdate: time)],
            ocspResponses: try signers.map { try answer(about: $0, .good, at: time) }
        )
    }

    private func answer(
        about certificate: Certificate,
        _ state: CertificateStatus.State,
        at time: Date
    ) throws -> [UInt8] {
        try responder.ocsp(
            about: certificate,
            issuedBy: issuing.certificate,
            state,
            thisUpdate: time,
            nextUpdate: time.addingTimeInterval(3_600)
        )
    }
}

/// A file that grows revision by revision.
struct TestFile {
    let world: TestWorld
    private(set) var bytes: [UInt8]

    /// One page, and two empty signature fields.
    init(_ world: TestWorld) throws {
        self.world = world
        bytes = FileKind.table.onePage
        bytes += try addSignatureFields(
            [SignatureFieldRequest(name: "One", box: nil), SignatureFieldRequest(name: "Two", box: nil)],
            lockingForeignFields: true,
            to: document()
        )
    }

    func document() throws -> Document { try Document(BytesSource(bytes)) }

    /// Signs a field; without a timestamp time the result is B-B.
    mutating func sign(
        _ field: String,
        by identity: DeclaredIdentity? = nil,
        isFirst: Bool = true,
        timestampedAt time: Date?
    ) throws {
        let identity = identity ?? world.signer
        let content = SignatureDictionaryContent(
            signingTime: world.signingTime,
            docMDP: isFirst ? 2 : nil,
            contentsSize: 8_192
        )
        let placeholder = try prepareSignature(field: field, content: content, appearance: nil, in: document())
        let attributes = identity.signedAttributes(over: try placeholder.digest(over: BytesSource(bytes)))
        let signature = try identity.sign(attributes.der)
        let token = try time.map {
            try world.authority.timestamp(over: MessageImprint(of: signature, hashAlgorithm: .sha256), at: $0)
        }
        bytes += try placeholder.filled(
            with: SignedData.encode(
                signedAttributes: attributes,
                signature: signature,
                signatureAlgorithm: identity.key.algorithm,
                certificates: [identity.certificate, world.issuing.certificate],
                timestampToken: token
            )
        )
    }

    mutating func append(_ more: [UInt8]) { bytes += more }

    mutating func addMaterial(_ material: FetchedMaterial) throws {
        bytes +=
            try addValidationData(
                certificates: material.certificates,
                crls: material.crls,
                ocspResponses: material.ocspResponses,
                to: document()
            ) ?? []
    }

    mutating func stamp(at time: Date, by authority: DeclaredIdentity? = nil) throws {
        let placeholder = try prepareDocumentTimestamp(contentsSize: 8_192, in: document())
        let digest = try placeholder.digest(over: BytesSource(bytes))
        let imprint = try MessageImprint(hashAlgorithm: .sha256, digest: digest)
        bytes += try placeholder.filled(with: (authority ?? world.authority).timestamp(over: imprint, at: time))
    }

    /// Signed, with validation data made a minute later, and stamped two minutes later.
    static func archived(_ world: TestWorld) throws -> TestFile {
        var file = try TestFile(world)
        try file.sign("One", timestampedAt: world.signingTime)
        try file.addMaterial(world.material(at: world.signingTime.addingTimeInterval(60)))
        try file.stamp(at: world.signingTime.addingTimeInterval(120))
        return file
    }

    func report(
        at time: Date,
        fetched: FetchedMaterial? = nil,
        policy: ValidationPolicy? = nil
    ) throws -> ValidationReport {
        try validate(
            ValidationInput(source: BytesSource(bytes), time: time, fetched: fetched),
            policy: policy ?? world.policy
        )
    }
}
