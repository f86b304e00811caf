import Crypto

/// What a signer's passkey approves: who, which key, which documents and digests, until when.
///
/// The signer process writes it once as UTF-8 JSON. Those exact bytes are stored, hashed for the challenge and
/// exported; nobody encodes them a second time, so equality is equality of bytes.
///
/// - SeeAlso: SAD-1
package struct ActivationContext: Hashable, Sendable, Codable {
    /// Format of the context; this is version 1.
    package let ver: Int
    /// The transaction, `envelope/signer/attempt` of the service.
    package let txn: String
    /// The signer process that has to check the permission, `sam:` and its instance id.
    package let aud: String
    /// The service instance that asked, by its name in the client certificate.
    package let client_id: String
    /// The person: the verified address.
    package let sub: String
    /// The credential, by id.
    package let cred: String
    /// SHA-256 of the credential's SubjectPublicKeyInfo, hexadecimal.
    package let keyFp: String
    /// SHA-256 of the credential's certificate in DER, hexadecimal.
    package let certFp: String
    /// OID of the signature algorithm, such as 1.2.840.10045.4.3.2.
    package let signAlg: String
    /// OID of the digest algorithm, such as 2.16.840.1.101.3.4.2.1.
    package let hashAlg: String
    package let docs: [ContextDocument]
    /// Number of documents, equal to `docs.count`.
    package let n: Int
    /// 32 random bytes of the signer, base64.
    package let nonce: Blob
    package let iat: Timestamp
    /// At most 300 seconds after `iat`.
    package let exp: Timestamp
    /// How the person authenticated to the service.
    package let acr: String
    package let consent: ConsentReference
    /// Head of the credential's audit chain in the signer, hexadecimal.
    package let prev: String

    package init(
        txn: String,
        aud: String,
        client_id: String,
        sub: String,
        cred: String,
        keyFp: String,
        certFp: String,
        signAlg: String,
        hashAlg: String,
        docs: [ContextDocument],
        nonce: Blob,
        iat: Timestamp,
        exp: Timestamp,
        acr: String,
        consent: ConsentReference,
        prev: String
    ) {
        self.ver = 1
        self.txn = txn
        self.aud = aud
        self.client_id = client_id
        self.sub = sub
        self.cred = cred
        self.keyFp = keyFp
        self.certFp = certFp
        self.signAlg = signAlg
        self.hashAlg = hashAlg
        self.docs = docs
        self.n = docs.count
        self.nonce = nonce
        self.iat = iat
        self.exp = exp
        self.acr = acr
        self.consent = consent
        self.prev = prev
    }

    /// Label that separates this challenge from every other digest.
    package static let label = Array("chigiri-sad-v1\0".utf8)

    /// The WebAuthn challenge for these exact bytes: SHA-256(label ‖ bytes).
    package static func challenge(of bytes: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: label + bytes))
    }
}

/// One document of an activation context.
package struct ContextDocument: Hashable, Sendable, Codable {
    package let id: String
    /// File name as shown to the signer.
    package let name: String
    /// SHA-256 of the exact bytes shown, hexadecimal.
    package let sd: String
    /// Digest over the ByteRange of the prepared revision, by `hashAlg`, hexadecimal.
    package let br: String
    /// The digest to be signed: of the DER signed attributes, by `hashAlg`, hexadecimal.
    package let dtbsr: String

    package init(id: String, name: String, sd: String, br: String, dtbsr: String) {
        self.id = id
        self.name = name
        self.sd = sd
        self.br = br
        self.dtbsr = dtbsr
    }
}

/// What the person agreed to, and by which act.
package struct ConsentReference: Hashable, Sendable, Codable {
    /// SHA-256 of the wording shown, hexadecimal.
    package let textDigest: String
    /// `ja` or `en`.
    package let locale: String
    /// The explicit act, such as `press-and-hold` or `typed-name`. SAD-6
    package let action: String

    package init(textDigest: String, locale: String, action: String) {
        self.textDigest = textDigest
        self.locale = locale
        self.action = action
    }
}
