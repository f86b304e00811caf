import CMS
import Crypto
import CryptoExtras
import DeclaredPKI
import Foundation
import PDF

@testable import SignatureValidation

/// How a signature of a test differs from an ordinary one.
struct OddSignature: Sendable {
    /// Another certificate of the same length that the signed attributes name instead of the signer's.
    var named: Certificate?
    /// The key that signs, where it is not the certificate's.
    var key: DeclaredKey?
    /// How it is signed, where the key signs otherwise than usual.
    var scheme: Scheme?
    /// Signed attributes besides the usual ones.
    var attributes: [Attribute] = []
    /// What stands in the dictionary instead of `/ETSI.CAdES.detached`, as many bytes.
    var subFilter: String?
    var timestamp: Date?
    var authority: DeclaredIdentity?
    /// What is made of the token before it goes into the signature.
    var token: @Sendable ([UInt8]) -> [UInt8] = { $0 }
    /// What the token is made over; nil for the signature value.
    var stampedBytes: [UInt8]?

    struct Scheme: Sendable {
        let hash: HashAlgorithm
        let algorithm: AlgorithmIdentifier
        let sign: @Sendable ([UInt8]) throws -> [UInt8]
    }

    /// RSA PKCS #1 with SHA-1, as everybody signed once.
    static func sha1(_ key: DeclaredKey) -> Scheme {
        Scheme(hash: .sha1, algorithm: AlgorithmIdentifier(oid: OID.sha1WithRSA, parameters: [0x05, 0x00])) { message in
            guard case .rsa(let key, _) = key else { return [] }
            let digest = Insecure.SHA1.hash(data: message)
            return Array(try key.signature(for: digest, padding: .insecurePKCS1v1_5).rawRepresentation)
        }
    }
}

extension TestFile {
    /// Signs the field One in an unusual way.
    mutating func sign(by identity: DeclaredIdentity, _ odd: OddSignature) throws {
        let content = SignatureDictionaryContent(signingTime: world.signingTime, docMDP: 2, contentsSize: 8_192)
        let placeholder = try prepareSignature(field: "One", content: content, appearance: nil, in: document())
        var appended = placeholder.appended
        if let subFilter = odd.subFilter {
            let usual = Array("ETSI.CAdES.detached".utf8)
            if let place = appended.indices.first(where: { appended[$0...].starts(with: usual) }) {
                appended.replaceSubrange(place..<place + usual.count, with: Array(subFilter.utf8))
            }
        }
        let file = bytes + appended
        let hash = odd.scheme?.hash ?? identity.key.digestAlgorithm
        let algorithm = odd.scheme?.algorithm ?? identity.key.algorithm
        let digest = hash.digest(of: placeholder.byteRange.covered.flatMap { file[$0] })
        let named = odd.named ?? identity.certificate
        let usual = SignedAttributes(
            messageDigest: digest,
            signingCertificate: named,
            digestAlgorithm: hash,
            signatureAlgorithm: algorithm
        )
        let all = (usual.attributes + odd.attributes).map(\.der)
        let attributes = try SignedAttributes(der: DEREncoding.setOf(all))
        let signature = try odd.scheme?.sign(attributes.der) ?? (odd.key ?? identity.key).sign(attributes.der)
        let token = try odd.timestamp.map { time in
            let imprint = MessageImprint(of: odd.stampedBytes ?? signature, hashAlgorithm: .sha256)
            return odd.token(try (odd.authority ?? world.authority).timestamp(over: imprint, at: time))
        }
        var cms = try SignedData.encode(
            signedAttributes: attributes,
            signature: signature,
            signatureAlgorithm: algorithm,
            certificates: [named, world.issuing.certificate],
            timestampToken: token
        )
        if named != identity.certificate, let place = cms.indices.first(where: { cms[$0...].starts(with: named.der) }) {
            cms.replaceSubrange(place..<place + named.der.count, with: identity.certificate.der)
        }
        let digits = Array(hexadecimal(cms).utf8)
        appended.replaceSubrange(
            placeholder.contents.lowerBound..<placeholder.contents.lowerBound + digits.count,
            with: digits
        )
        append(appended)
    }
}
