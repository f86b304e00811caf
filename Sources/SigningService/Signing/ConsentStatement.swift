import Crypto

/// A versioned wording that a signer agrees to.
///
/// Old versions are never edited.
package struct ConsentStatement: Hashable, Sendable {
    package let id: String
    package let version: Int
    package let locale: Language
    package let text: String

    /// SHA-256 of the file's bytes.
    package var digest: [UInt8] {
        Array(SHA256.hash(data: Array(text.utf8)))
    }

    static let newestVersion = 2

    /// The newest wording for signing.
    package static func consentToSign(in language: Language) -> ConsentStatement {
        consentToSign(in: language, version: newestVersion)
    }

    /// The wording of a version: 2 asks a witnessed signer to approve that the operator's key is activated and used.
    static func consentToSign(in language: Language, version: Int) -> ConsentStatement {
        let bytes =
            switch (version, language) {
            case (1, .ja): PackageResources.consent_to_sign_1_ja_md
            case (1, .en): PackageResources.consent_to_sign_1_en_md
            case (_, .ja): PackageResources.consent_to_sign_2_ja_md
            case (_, .en): PackageResources.consent_to_sign_2_en_md
            }
        return ConsentStatement(
            id: "consent-to-sign",
            version: version,
            locale: language,
            text: String(decoding: bytes, as: UTF8.self)
        )
    }
}

extension ServiceNeeds {
    /// The wording in force here.
    func consent(in language: Language) -> ConsentStatement {
        .consentToSign(in: language, version: consentVersion)
    }
}
