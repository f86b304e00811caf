import CMS
import Crypto
import DeclaredPKI
import Foundation
import Testing

/// What we write, OpenSSL reads; and the other way round.
@Suite(.enabled(if: OpenSSL.isPresent, "the openssl command is not here"))
struct `OpenSSL agrees with us` {
    let authority: DeclaredPKI
    let signer: DeclaredIdentity
    let message: [UInt8] = Array("本契約".utf8)
    let time = "\(Int(DeclaredPKI.now.timeIntervalSince1970))"

    init() throws {
        authority = try DeclaredPKI()
        signer = try authority.signer()
    }

    private var root: [UInt8] { OpenSSL.pem(authority.root.certificate.der) }
    private var issuing: [UInt8] { OpenSSL.pem(authority.issuing.certificate.der) }

    private func signedData(timestampToken: [UInt8]?) throws -> [UInt8] {
        let attributes = SignedAttributes(
            messageDigest: HashAlgorithm.sha256.digest(of: message),
            signingCertificate: signer.certificate,
            digestAlgorithm: .sha256,
            signatureAlgorithm: .ecdsaWithSHA256
        )
        return try SignedData.encode(
            signedAttributes: attributes,
            signature: signer.sign(attributes.der),
            signatureAlgorithm: .ecdsaWithSHA256,
            certificates: [signer.certificate, authority.issuing.certificate],
            timestampToken: timestampToken
        )
    }

    /// CMS-B1, CMS-B2.
    @Test func `about a CAdES signature`() throws {
        let arguments = [
            "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "{cms}", "-content", "{content}",
            "-CAfile", "{root}", "-purpose", "any", "-attime", time, "-x509_strict",
        ]
        let cms = try signedData(timestampToken: nil)
        let right = try OpenSSL.run(arguments, files: ["cms": cms, "content": message, "root": root])
        #expect(right.succeeded, "\(right.output)")
        let wrong = try OpenSSL.run(arguments, files: ["cms": cms, "content": message + [0], "root": root])
        #expect(!wrong.succeeded)
    }

    /// TSP-1, TSP-3.
    @Test func `about a timestamp and its request`() throws {
        let request = try TimestampRequest(
            imprint: HashAlgorithm.sha256.digest(of: message),
            nonce: [1, 2, 3, 4, 5, 6, 7, 8]
        )
        let token = try TimestampTests.token(
            over: request.imprint,
            nonce: request.nonce,
            by: authority.timestampAuthority()
        )
        let files = ["query": request.der, "reply": TimestampResponse.granting(token), "root": root]
        let arguments = [
            "ts", "-verify", "-queryfile", "{query}", "-in", "{reply}", "-CAfile", "{root}", "-attime", time,
        ]
        let right = try OpenSSL.run(arguments, files: files)
        #expect(right.succeeded, "\(right.output)")
        let other = try TimestampRequest(imprint: HashAlgorithm.sha256.digest(of: []), nonce: [1, 2, 3, 4, 5, 6, 7, 8])
        let wrong = try OpenSSL.run(arguments, files: files.merging(["query": other.der]) { $1 })
        #expect(!wrong.succeeded)
    }

    @Test func `about a request's proof of possession`() async throws {
        let content = CertificationRequestContent(
            subject: DistinguishedName([(OID.commonName, "taro@example.test")]),
            publicKeyInfo: signer.certificate.publicKeyInfo,
            extensions: [.subjectAltName([.rfc822("taro@example.test")])],
            signatureAlgorithm: .ecdsaWithSHA256
        )
        let der = try await content.signed { try signer.sign($0) }
        let result = try OpenSSL.run(
            ["req", "-verify", "-inform", "DER", "-in", "{csr}", "-noout", "-text"],
            files: ["csr": der]
        )
        #expect(result.succeeded && result.output.contains("email:taro@example.test"), "\(result.output)")
    }

    /// REV-2.
    @Test func `about an OCSP answer`() throws {
        let responder = try authority.responder()
        let der = try responder.ocsp(
            about: signer.certificate,
            issuedBy: authority.issuing.certificate,
            hashAlgorithm: .sha1,
            nextUpdate: nil
        )
        let result = try OpenSSL.run(
            [
                "ocsp", "-respin", "{ocsp}", "-issuer", "{issuing}", "-cert", "{cert}", "-CAfile", "{root}",
                "-verify_other", "{issuing}", "-attime", time, "-no_nonce", "-validity_period", "999999999",
            ],
            files: ["ocsp": der, "issuing": issuing, "root": root, "cert": OpenSSL.pem(signer.certificate.der)]
        )
        #expect(result.output.contains("Response verify OK") && result.output.contains("good"), "\(result.output)")
    }

    /// REV-5.
    @Test func `about a revocation list`() throws {
        let entry = RevocationListEntry(signer.certificate, .superseded)
        let der = try authority.issuing.crl(revoking: [entry], number: 7)
        let result = try OpenSSL.run(
            ["crl", "-inform", "DER", "-in", "{crl}", "-CAfile", "{issuing}", "-noout", "-text"],
            files: ["crl": der, "issuing": issuing]
        )
        #expect(result.output.contains("verify OK") && result.output.contains("Superseded"), "\(result.output)")
    }

    /// FND-1, CMS-V8: what OpenSSL signs with RSA, we verify.
    @Test(arguments: [
        ("pss -1", ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:-1"], 32),
        ("pss 0", ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:0"], 0),
        ("pss 20", ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:20"], 20),
        ("pss max", ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:max"], 222),
        ("pkcs1", [], nil),
    ])
    func `about RSA with any salt`(name: String, options: [String], salt: Int?) throws {
        let key = try OpenSSL.run(["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], files: [:])
        let pem = try #require(key.output.range(of: "-----BEGIN").map { Array(key.output[$0.lowerBound...].utf8) })
        let publicKey = try OpenSSL.run(["pkey", "-in", "{key}", "-pubout"], files: ["key": pem])
        let publicKeyInfo = try #require(Corpus.pem(publicKey.output).first)
        let signed = try OpenSSL.run(
            ["dgst", "-sha256", "-sign", "{key}", "-hex"] + options + ["{message}"],
            files: ["key": pem, "message": message]
        )
        let signature = bytes(hex: String(try #require(signed.output.split(separator: "=").last)))
        let algorithm =
            salt.map {
                let parameters = PSSParameters(hash: .sha256, maskHash: .sha256, saltLength: $0)
                return AlgorithmIdentifier(oid: OID.rsaPSS, parameters: parameters.der)
            } ?? .sha256WithRSA
        try verifySignature(signature, algorithm: algorithm, of: message, publicKeyInfo: publicKeyInfo)
        #expect(throws: CMSError.signatureInvalid) {
            try verifySignature(signature, algorithm: algorithm, of: [0], publicKeyInfo: publicKeyInfo)
        }
        let others: [AlgorithmIdentifier] = salt == nil ? [.rsaPSS(.sha256)] : [.sha256WithRSA, .rsaPSS(.sha384)]
        for other in others {
            #expect(throws: CMSError.signatureInvalid) {
                try verifySignature(signature, algorithm: other, of: message, publicKeyInfo: publicKeyInfo)
            }
        }
    }
}
