import CMS
import Crypto
import CryptoExtras
import DeclaredPKI
import Foundation

/// The contracts, keys and certificates that both sides are measured with.
struct Kit {
    let folder: URL
    let root: Certificate
    let intermediate: Certificate
    let authority: Certificate

    init(folder path: String) throws {
        folder = URL(filePath: path)
        root = try Self.certificate("root", in: folder)
        intermediate = try Self.certificate("interm", in: folder)
        authority = try Self.certificate("tsa", in: folder)
    }

    func contract(_ size: String) -> String {
        folder.appending(path: "pdfs/\(size).pdf").path
    }

    /// The signer with this key: p256, or rsa3072 with PKCS #1 v1.5 as pyHanko signs by default.
    func signer(_ key: String) throws -> KitSigner {
        let pem = try String(
            contentsOf: folder.appending(path: "pki/keys/signer-\(key).key.pem"),
            encoding: .utf8
        )
        return KitSigner(
            certificate: try Self.certificate("signer-\(key)", in: folder),
            chain: [intermediate, root],
            key: key == "p256"
                ? .p256(try P256.Signing.PrivateKey(pemRepresentation: pem))
                : .rsa(try _RSA.Signing.PrivateKey(pemRepresentation: pem), .pkcs1)
        )
    }

    private static func certificate(_ name: String, in folder: URL) throws -> Certificate {
        let pem = try String(contentsOf: folder.appending(path: "pki/certs/\(name).cert.pem"), encoding: .utf8)
        let base64 = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
        guard let der = Data(base64Encoded: base64) else { throw BenchFailure.file("\(name).cert.pem") }
        return try Certificate(der: Array(der))
    }
}

/// A signer's key in memory, with the certificates that go into her signature.
struct KitSigner {
    let certificate: Certificate
    let chain: [Certificate]
    let key: DeclaredKey

    var certificates: [[UInt8]] { [certificate.der] + chain.map(\.der) }
}
