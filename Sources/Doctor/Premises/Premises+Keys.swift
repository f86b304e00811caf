import CMS
import Crypto
import CryptoExtras
import Foundation

extension Premises {
    /// Whether the keys of our own transport belong to its certificates.
    static let pairs = [foreignKey]

    private static let foreignKey = Examination<Premises>(
        "KEY_MISMATCH",
        in: .everywhere,
        cause: Words(
            ja: "秘密鍵と証明書が対になっていません: {}",
            en: "A private key does not belong to its certificate: {}."
        ),
        remedy: Words(
            ja: "同じ組の鍵と証明書を置いてください。鎖のときは、本人の証明書を先頭にします。",
            en: "Put a key and a certificate of one pair there; in a chain the owner's certificate comes first."
        ),
        .beforeStart { premises in
            premises.identities.compactMap { identity in
                guard let certificate = CertificateFile.read(identity.certificate.value)?.first,
                    let publicKey = publicKeyInfo(ofKeyAt: identity.key.value),
                    publicKey != certificate.publicKeyInfo
                else { return nil }
                return Words("\(identity.key.words.en) – \(identity.certificate.words.en)")
            }
        }
    )

    /// Nil for a key of a kind that we do not know: it is not judged then.
    private static func publicKeyInfo(ofKeyAt path: String) -> [UInt8]? {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else { return nil }
        let pem = String(decoding: data, as: UTF8.self)
        if let key = try? P256.Signing.PrivateKey(pemRepresentation: pem) {
            return Array(key.publicKey.derRepresentation)
        }
        if let key = try? P384.Signing.PrivateKey(pemRepresentation: pem) {
            return Array(key.publicKey.derRepresentation)
        }
        return (try? _RSA.Signing.PrivateKey(pemRepresentation: pem)).map { Array($0.publicKey.derRepresentation) }
    }
}
