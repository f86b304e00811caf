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

    /// The wording in force for signing.
    package static func consentToSign(in language: Language) -> ConsentStatement {
        let bytes =
            switch language {
            case .ja: PackageResources.consent_to_sign_1_ja_md
            case .en: PackageResources.consent_to_sign_1_en_md
            }
        return ConsentStatement(
            id: "consent-to-sign",
            version: 1,
            locale: language,
            text: String(decoding: bytes, as: UTF8.self)
        )
    }
}
