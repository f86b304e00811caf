import Foundation

/// What a policy says about one algorithm from one key length on.
///
/// - SeeAlso: E-1
package struct AlgorithmRule: Hashable, Sendable {
    enum Subject: Hashable, Sendable {
        /// A hash, by its OID.
        case hash(String)
        case signature(SignatureFamily, minimumBits: Int)
    }

    /// When new signatures may be made with it.
    struct Creation: Hashable, Sendable {
        /// The first moment; nil for always.
        let from: Date?
        /// The first moment at which it is over; nil for never.
        let until: Date?
    }

    /// As people write it, such as `SHA-256` or `RSA-PSS`.
    let algorithm: String
    let subject: Subject
    /// Nil when nothing new may be made with it.
    let creation: Creation?
    /// The first moment at which it proves nothing any more, without proof that the signature is older; nil for never.
    let validateUntil: Date?

    /// With the key length that the rule begins at.
    var name: String {
        switch subject {
        case .hash: algorithm
        case .signature(_, let bits): "\(algorithm) ≥\(bits)"
        }
    }

    var minimumBits: Int {
        if case .signature(_, let bits) = subject { bits } else { 0 }
    }

    func covers(_ family: SignatureFamily, bits: Int) -> Bool {
        if case .signature(family, let minimum) = subject { minimum <= bits } else { false }
    }
}

/// The families of signature algorithms that a policy tells apart.
enum SignatureFamily: String, Hashable, Sendable {
    case rsa = "RSA-PKCS1"
    case rsaPSS = "RSA-PSS"
    case ecdsa = "ECDSA"
}
