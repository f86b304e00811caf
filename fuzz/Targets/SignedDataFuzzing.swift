import CMS

/// A CMS SignedData, as DER of its own and as the padded `/Contents` of a signature dictionary.
enum SignedDataFuzzing {
    static func read(_ bytes: [UInt8]) {
        if let data = try? SignedData(der: bytes) {
            Promise.holds(data.der == bytes, "signed data is kept as it was read")
            look(at: data)
        }
        if let data = try? SignedData(paddedContents: bytes) { look(at: data) }
        _ = try? SignedAttributes(der: bytes)
        _ = try? SignedAttributes(anyOrder: bytes)
    }

    private static func look(at data: SignedData) {
        _ = try? data.checkDetachedForm()
        _ = try? data.checkContentTypeAttribute()
        _ = try? data.checkAlgorithms()
        _ = try? data.checkSigningCertificateAttribute()
        _ = try? data.verify(contentDigest: data.digestAlgorithm().digest(of: data.content ?? []))
        for signer in data.signerInfos.prefix(4) {
            _ = try? signer.effectiveSignatureAlgorithm()
            for token in signer.signatureTimestampTokens.prefix(4) { TimestampFuzzing.look(atToken: token) }
        }
        for certificate in data.certificates.prefix(4) {
            _ = try? data.checkSignature(by: certificate)
            CertificateFuzzing.look(at: certificate)
        }
    }
}
