import Crypto
import Foundation
package import SignerProtocol

/// A code mailed to a signer whose link was opened before, in a browser that does not know her.
///
/// Eight digits, five tries, ten minutes; one is mailed per minute at most.
package struct LinkCode: Hashable, Sendable {
    package let envelope: EnvelopeID
    package let signer: SignerID
    /// SHA-256 over a label, the signer and the digits: what is stored of them.
    package let digest: [UInt8]
    package let mailedAt: Timestamp
    package let expiresAt: Timestamp
    package var failures: Int

    package init(
        envelope: EnvelopeID,
        signer: SignerID,
        digest: [UInt8],
        mailedAt: Timestamp,
        expiresAt: Timestamp,
        failures: Int
    ) {
        self.envelope = envelope
        self.signer = signer
        self.digest = digest
        self.mailedAt = mailedAt
        self.expiresAt = expiresAt
        self.failures = failures
    }

    /// The code whose digits these are.
    init(_ digits: String, for signer: SignerID, in envelope: EnvelopeID, at time: Timestamp) {
        self.init(
            envelope: envelope,
            signer: signer,
            digest: Self.digest(of: digits, for: signer),
            mailedAt: time,
            expiresAt: time.advanced(by: .seconds(600)),
            failures: 0
        )
    }

    /// Eight random digits, each of the hundred million equally likely.
    static func digits(from randomBytes: RandomBytes) -> String {
        while true {
            let number = randomBytes(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            // 42 times a hundred million fit; what is above would favour small numbers.
            guard number < 4_200_000_000 else { continue }
            let text = String(number % 100_000_000)
            return String(repeating: "0", count: 8 - text.count) + text
        }
    }

    func isOpen(at time: Timestamp) -> Bool {
        failures < 5 && time < expiresAt
    }

    /// Whether another one may be mailed; one that was mailed while the clock was ahead counts as old.
    func mayBeFollowed(at time: Timestamp) -> Bool {
        time >= mailedAt.advanced(by: .seconds(60)) || time < mailedAt
    }

    /// Whether these are its digits, as a person writes them: spaces, hyphens and wide digits do not matter.
    func matches(_ written: String) -> Bool {
        let digits = written.precomposedStringWithCompatibilityMapping.filter { $0.isASCII && $0.isNumber }
        return Self.digest(of: digits, for: signer) == digest
    }

    private static func digest(of digits: String, for signer: SignerID) -> [UInt8] {
        Array(SHA256.hash(data: Array("chigiri-link-code-v1\0".utf8) + signer.bytes + Array(digits.utf8)))
    }
}

/// What shows that whoever opens a link again is the person it was mailed to.
package struct OpeningProof: Hashable, Sendable {
    /// The secret of a session that this browser has, or had.
    package let session: String?
    /// The code that was mailed, as it was written.
    package let code: String?

    package init(session: String? = nil, code: String? = nil) {
        self.session = session
        self.code = code
    }
}

extension WriteTransaction {
    /// Whether a link may open a session here: at once the first time; afterwards where the signer is known, or for a code.
    func admits(
        _ proof: OpeningProof,
        to envelope: Envelope,
        as signer: Signer,
        at time: Timestamp
    ) throws -> Admission {
        guard try isOpened(envelope.id, by: signer.id) else { return .admitted(by: "link") }
        if try isKnown(proof.session, as: signer) { return .admitted(by: "session") }
        let mailed = try linkCode(of: signer.id, in: envelope.id)
        if let written = proof.code, var code = mailed, code.isOpen(at: time) {
            if code.matches(written) {
                try removeLinkCode(of: signer.id, in: envelope.id)
                return .admitted(by: "code")
            }
            code.failures += 1
            try save(code)
            try append(AuditNote(.codeRefused, by: "signer:\(signer.id)"), to: envelope.chain, at: time)
            return .codeWrong
        }
        if mailed?.mayBeFollowed(at: time) ?? true {
            try schedule(ScheduledJob(.mailCode(envelope.id, signer.id), notBefore: time))
        }
        return .codeNeeded
    }

    /// A browser that had a session of hers, for this contract or another, is hers.
    private func isKnown(_ session: String?, as signer: Signer) throws -> Bool {
        guard let secret = session.flatMap({ SecretToken($0) }), let known = try self.session(secret.digest),
            let earlier = try envelope(known.envelope)?.signer(known.signer)
        else { return false }
        return earlier.address.isSameMailbox(as: signer.address)
    }
}

/// Whether a link opens a session.
enum Admission {
    case admitted(by: String)
    case codeNeeded
    case codeWrong
}
