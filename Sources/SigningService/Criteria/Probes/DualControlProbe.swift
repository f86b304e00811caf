import Foundation
import Passkeys
import SignerProtocol

extension Probe {
    /// Both duties are held, by different people, and every act that was performed bears their two approvals.
    ///
    /// The approvals are verified here once more, with the passkeys that the signer names.
    static let dualControl = Probe(
        id: "dual-control",
        title: BilingualText(
            ja: "鍵の操作は、二つの職務の 2 名が承認したものだけ",
            en: "Acts on keys are approved by two people of two duties"
        ),
        clauses: ["2.1.2-2", "2.1.3-13", "2.2.2-3-エ"],
        interval: .seconds(3_600)
    ) { needs in
        let operators = try await calling(.signer) { try await needs.signer.operators() }
        let acts = try await calling(.signer) { try await needs.signer.acts() }
        let noted = try await calling(.signer) { try await needs.signer.audit(chain: "signer") }
            .count { $0.entry.action == "act-performed" }
        let performed = acts.filter { $0.performedAt != nil }
        var facts = ["operators": "\(operators.count { $0.state == .active })", "performed": "\(performed.count)"]
        guard noted == performed.count else {
            facts["noted"] = "\(noted)"
            return .failed(facts)
        }
        for act in performed {
            let duties = act.approvals.filter { isTrue($0, of: act, among: operators, needs) }.map(\.duty)
            guard Set(duties) == Set(OperatorDuty.allCases) else {
                facts["unapproved"] = act.id
                return .failed(facts)
            }
        }
        let held = Set(operators.filter { $0.state == .active }.map(\.duty))
        guard held == Set(OperatorDuty.allCases) else {
            facts["missing"] = OperatorDuty.allCases.filter { !held.contains($0) }.map(\.rawValue).joined(
                separator: " "
            )
            return operators.isEmpty ? .notChecked(facts) : .failed(facts)
        }
        return .passed(facts)
    }

    private static func isTrue(
        _ approval: CriticalActRecord.Approval,
        of act: CriticalActRecord,
        among operators: [OperatorRecord],
        _ needs: ServiceNeeds
    ) -> Bool {
        guard let person = operators.first(where: { $0.id == approval.operator }), person.duty == approval.duty,
            let passkey = person.passkey, let algorithm = PasskeyAlgorithm(rawValue: passkey.algorithm)
        else { return false }
        let assertion = approval.assertion
        let flags = AuthenticatorFlags(
            rawValue: assertion.authenticatorData.bytes.dropFirst(32).first ?? 0
        )
        do throws(PasskeyRefusal) {
            _ = try PasskeyAssertion.verify(
                credentialID: assertion.credentialID.bytes,
                authenticatorData: assertion.authenticatorData.bytes,
                clientDataJSON: assertion.clientDataJSON.bytes,
                signature: assertion.signature.bytes,
                challenge: CriticalAct.challenge(of: act.act.bytes),
                relyingParty: needs.settings.relyingParty.id,
                origins: needs.settings.relyingParty.origins,
                passkey: RegisteredPasskey(
                    credentialID: Data(passkey.id.bytes),
                    publicKey: Data(passkey.publicKey.bytes),
                    algorithm: algorithm,
                    signCount: 0,
                    backupEligible: flags.contains(.backupEligible),
                    backupState: flags.contains(.backedUp),
                    attestationFormat: "none"
                )
            )
            return true
        } catch {
            return false
        }
    }
}
