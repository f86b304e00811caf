import CMS
import DeclaredPKI
import Foundation
import PAdES
import PDF
import SignatureValidation

/// Opens a contract, signs it up to a level, and writes it out with its new revisions.
///
/// Timestamps are always fetched.
struct SigningRun {
    let input: String
    let output: String
    let signer: KitSigner
    let services: KitServices
    let level: String
    let path: Path
    let signers: Int
    private let material: FetchedMaterial?

    enum Path: String {
        /// `PAdES` alone; revocation data is fetched once and then used again, as the tuned pyHanko does.
        case pades
        /// The same, and the service's judge after each signature and after the seal.
        case judged
        /// Revocation data is fetched after the signatures, so that the file passes for good.
        case fresh
    }

    init(
        input: String,
        output: String,
        signer: KitSigner,
        services: KitServices,
        level: String,
        path: String,
        signers: Int
    ) throws {
        guard ["B-B", "B-T", "B-LTA"].contains(level), let path = Path(rawValue: path) else {
            throw BenchFailure.usage("\(level) \(path)")
        }
        self.input = input
        self.output = output
        self.signer = signer
        self.services = services
        self.level = level
        self.path = path
        self.signers = signers
        material = path == .fresh ? nil : try services.material(about: signer.certificate)
    }

    var outputSize: Int { (try? MappedFile(path: output).count) ?? 0 }

    func once() throws {
        let base = try MappedFile(path: input)
        var suffix = try fields(in: Document(base))
        for number in 1...signers {
            let file = AppendedSource(base, appended: suffix)
            suffix += try signature("signer-\(number)", isFirst: number == 1, in: Document(file))
            if path == .judged {
                try judge(AppendedSource(base, appended: suffix), "signer-\(number)", level == "B-B" ? .b : .t)
            }
        }
        if level == "B-LTA" {
            let material = try material ?? services.material(about: signer.certificate)
            suffix +=
                try addingValidationData(
                    certificates: material.certificates,
                    ocspResponses: material.ocspResponses,
                    crls: material.crls,
                    to: Document(AppendedSource(base, appended: suffix))
                ) ?? []
            let prepared = try PreparedTimestamp(in: Document(AppendedSource(base, appended: suffix)))
            suffix += try prepared.finished(token: services.timestamp(over: prepared.imprint))
            if path == .judged { try judge(AppendedSource(base, appended: suffix), nil, .lta) }
        }
        let file = try OutputFile(copying: base, to: output)
        try file.append(suffix)
    }

    private func fields(in document: Document) throws -> [UInt8] {
        let requests = (1...signers).map { SignatureFieldRequest(name: "signer-\($0)", box: nil) }
        return try addSignatureFields(requests, lockingForeignFields: true, to: document)
    }

    private func signature(_ field: String, isFirst: Bool, in document: Document) throws -> [UInt8] {
        let prepared = try PreparedSignature(
            field: field,
            certificateChain: signer.certificates,
            algorithm: signer.key.algorithm,
            content: SignatureDictionaryContent(
                signingTime: Date(),
                docMDP: isFirst ? 2 : nil,
                contentsSize: 16_384
            ),
            appearance: nil,
            in: document
        )
        let value = try signer.key.sign(prepared.signedAttributes)
        guard level != "B-B" else { return try withoutTimestamp(prepared, value) }
        return try prepared.finished(
            signature: value,
            certificateChain: signer.certificates,
            timestampToken: services.timestamp(over: PreparedSignature.timestampImprint(of: value))
        )
    }

    /// What the service never keeps, put together from the same parts: the value is checked, then everything is filled in.
    private func withoutTimestamp(_ prepared: PreparedSignature, _ value: [UInt8]) throws -> [UInt8] {
        try verifySignature(
            value,
            algorithm: signer.key.algorithm,
            of: prepared.signedAttributes,
            publicKeyInfo: signer.certificate.publicKeyInfo
        )
        return try prepared.placeholder.filled(
            with: SignedData.encode(
                signedAttributes: SignedAttributes(der: prepared.signedAttributes),
                signature: value,
                signatureAlgorithm: signer.key.algorithm,
                certificates: [signer.certificate] + signer.chain,
                timestampToken: nil
            )
        )
    }

    /// A pass, or the wait for revocation data that is newer than the signature: it was fetched before.
    private func judge(_ source: AppendedSource, _ field: String?, _ level: SignatureLevel) throws {
        let judgement = try SignatureValidation.judge(
            ValidationInput(source: source, time: Date(), fetched: material),
            policy: services.policy,
            signatures: field.map { .only(field: $0) } ?? .every,
            level: level
        )
        if case .refused(let codes) = judgement.verdict {
            throw BenchFailure.notPassed(codes.joined(separator: " "))
        }
    }
}
