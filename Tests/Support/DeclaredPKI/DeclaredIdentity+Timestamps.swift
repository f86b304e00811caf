package import CMS
package import Foundation

extension DeclaredIdentity {
    /// A timestamp token over a SHA-256 digest.
    package func timestamp(overDigest digest: [UInt8], at time: Date = DeclaredPKI.now) throws -> [UInt8] {
        try timestamp(over: MessageImprint(hashAlgorithm: .sha256, digest: digest), at: time)
    }

    package func timestamp(
        over imprint: MessageImprint,
        at time: Date = DeclaredPKI.now,
        policy: String = "1.2.3.4",
        nonce: [UInt8]? = nil
    ) throws -> [UInt8] {
        try timestamp(
            TSTInfoContent(
                policy: policy,
                imprint: imprint,
                serialNumber: [1],
                genTime: time,
                accuracyInSeconds: 1,
                nonce: nonce
            )
        ) { $0 }
    }

    /// A token whose signature is over what `signing` makes of the attributes.
    package func timestamp(
        _ content: TSTInfoContent,
        signing: ([UInt8]) -> [UInt8]
    ) throws -> [UInt8] {
        let attributes = try content.signedAttributes(
            signingCertificate: certificate,
            signatureAlgorithm: key.algorithm
        )
        return try SignedData.encode(
            content: content.der,
            signedAttributes: attributes,
            signature: sign(signing(attributes.der)),
            signatureAlgorithm: key.algorithm,
            certificates: [certificate],
            timestampToken: nil
        )
    }
}
