import Foundation
import SignerProtocol

extension Probe {
    /// The signer makes no signature for an instruction that nobody gave.
    static let nothingWithoutInstruction = Probe(
        id: "nothing-without-instruction",
        title: BilingualText(ja: "指図のない署名はできない", en: "No signature without an instruction"),
        clauses: ["2.2.3-1-ア", "2.2.5-1"],
        interval: .seconds(3_600)
    ) { needs in
        // An activation that was never asked for, with an assertion that nobody made.
        let invented = ActivationData(
            activation: needs.randomBytes(16).hexadecimal,
            indexes: [0],
            assertion: PasskeyAssertionBytes(
                credentialID: Blob(needs.randomBytes(16)),
                authenticatorData: Blob(needs.randomBytes(37)),
                clientDataJSON: Blob(Array("{}".utf8)),
                signature: Blob(needs.randomBytes(70))
            ),
            signedAttributes: [Blob(needs.randomBytes(32))],
            validation: ValidationMaterial(chain: [], ocspResponses: [], crls: [])
        )
        do {
            _ = try await calling(.signer) { try await needs.signer.activate(invented) }
            return .failed(["invented-activation": "signed"])
        } catch ServiceError.signerRefused(let refusal) {
            return .passed(["invented-activation": refusal.rawValue])
        }
    }

    /// The operator's seal keys have certificates that are valid and not revoked now.
    static let sealKeys = Probe(
        id: "seal-keys",
        title: BilingualText(ja: "事業者の鍵の証明書がいま有効", en: "The operator's certificates are valid now"),
        clauses: ["2.2.3-1-イ"],
        interval: .seconds(3_600)
    ) { needs in
        var facts: [String: String] = [:]
        for purpose in ServiceKeyPurpose.allCases {
            let record = try await calling(.signer) { try await needs.signer.serviceKey(purpose) }
            guard !record.chain.isEmpty else {
                facts[purpose.rawValue] = "no certificate"
                return .failed(facts)
            }
            let chain = try CertifiedKey(record).chain
            let evidence = try await needs.evidence(of: chain, anchors: needs.settings.signerAnchors)
            let problem = ChainStanding(evidence, anchors: needs.settings.signerAnchors, at: needs.now()).problem
            facts[purpose.rawValue] = problem ?? "good"
            if problem != nil { return .failed(facts) }
        }
        return .passed(facts)
    }

    /// The wording that a witnessed signer agrees to asks for what the criteria say it has to ask for.
    static let consentWording = Probe(
        id: "consent-wording",
        title: BilingualText(ja: "同意の文が、鍵の活性化と使用の承認を求めている", en: "The consent asks for activation and use of the key"),
        clauses: ["2.2.3-2-イ-1", "2.1.1-4"],
        interval: .seconds(86_400)
    ) { needs in
        let demanded: [(Language, [String])] = [
            (.ja, ["当社の秘密鍵を活性化し", "使用することを承認"]), (.en, ["activates its private key"]),
        ]
        for (language, words) in demanded {
            let text = needs.consent(in: language).text
            for word in words where !text.localizedStandardContains(word) {
                return .failed(["language": language.rawValue, "missing": word])
            }
        }
        return .passed(["version": "\(needs.consentVersion)"])
    }
}
