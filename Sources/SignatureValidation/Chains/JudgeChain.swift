import CMS
import Foundation

/// Judges one certificate at one time: tries the paths to the anchors until one is valid, and tells of all that it tried.
///
/// Pure: no clock, no network. Revocation is looked at only along paths that hold otherwise.
///
/// - SeeAlso: RFC 5280 §6; PATH-1, PATH-2
package func judgeChain(_ input: ChainInput) -> ChainReport {
    var material = ValidationMaterial()
    material.add(input.intermediates + input.anchors.map(\.certificate))
    if case .data(let crls, let responses) = input.revocation {
        material.add(lists: crls, responses: responses)
        for response in responses { material.add(response.certificates) }
    }
    let search = PathBuilder(
        anchors: input.anchors.trusted(for: input.settings.purpose),
        pool: input.intermediates,
        bounds: input.bounds
    ).search(from: input.leaf)

    var tried: [TriedPath] = []
    for path in search.paths {
        tried.append(ChainJudge(input: input, material: material, path: path).judge())
        if tried.last?.verdict == .valid { break }
    }
    let isValid = tried.last?.verdict == .valid
    var findings: [Finding] = []
    let name = input.leaf.subject.display
    if tried.isEmpty { findings.append(Finding(.noCertificateChain, name)) }
    if !search.isComplete, !isValid { findings.append(Finding(.pathSearchLimited, name)) }
    if case .notChecked = input.revocation, isValid { findings.append(Finding(.revocationNotChecked)) }
    let best = tried.map(\.verdict).min() ?? .indeterminate
    return ChainReport(
        verdict: search.isComplete || isValid ? best : .indeterminate,
        time: input.time,
        paths: tried,
        findings: findings
    )
}

/// The judgement along one path.
private struct ChainJudge {
    let input: ChainInput
    let material: ValidationMaterial
    let path: CertificatePath

    func judge() -> TriedPath {
        let outcome = path.outcome(at: input.time, settings: input.settings)
        var findings = outcome.findings + input.leaf.findings(asUsedFor: input.settings.purpose)
        for link in path.linksFromAnchor {
            let verdict = input.algorithms.verdict(
                onSignature: link.certificate.signatureAlgorithm,
                publicKeyInfo: link.issuer.publicKeyInfo,
                at: input.time
            )
            findings += Self.findings(verdict)
        }
        findings += Self.findings(input.algorithms.verdict(onKeyOf: input.leaf, at: input.time))
        var records: [RevocationRecord] = []
        if case .data = input.revocation, findings.conclusion == .passed {
            for link in path.linksFromAnchor {
                let (state, finding) = revocation(of: link)
                records.insert(RevocationRecord(certificate: link.certificate, state: state), at: 0)
                findings += [finding].compactMap(\.self)
            }
        }
        return TriedPath(
            path: path,
            findings: findings.withoutRepetition,
            policies: outcome.policies.sorted(),
            revocation: records
        )
    }

    private static func findings(_ verdict: AlgorithmPolicy.Verdict) -> [Finding] {
        switch verdict {
        case .acceptable: []
        case .unsupported(let name): [Finding(.algorithmUnsupported, name)]
        case .expired(let name, let date): [Finding(.algorithmWeakNoPOE, "\(name), \(date.rfc3339)")]
        }
    }

    /// A revocation by then counts whoever tells of it; a good word has to be in force.
    private func revocation(of link: CertificatePath.Link) -> (RevocationRecord.State, Finding?) {
        let name = link.certificate.subject.display
        let isLeaf = link.certificate == input.leaf
        let statements = material.statements(about: link)
        let revocations = statements.compactMap { statement -> (RevocationStatement, Date, RevocationReason?)? in
            guard case .revoked(let date, let reason) = statement.status.state, date <= input.time else { return nil }
            return (statement, date, reason)
        }
        if let (statement, date, reason) = revocations.min(by: { $0.1 < $1.1 }) {
            let facts = [name, date.rfc3339, reason.map { "\($0)" }].compactMap(\.self).joined(separator: ", ")
            return (
                .revoked(statement.source, at: date, reason), Finding(isLeaf ? .revokedNoPOE : .revokedCA, facts)
            )
        }
        if isLeaf, link.certificate.isWithoutRevocation { return (.exempt, nil) }
        let good = statements.filter { $0.status.state == .good && $0.status.coversLifetime(of: link.certificate) }
        let acceptable = good.filter { $0.isSignedAcceptably(at: input.time, input.algorithms) }
        if let current = acceptable.first(where: { $0.isInForce(at: input.time) }) {
            let status = current.status
            return (.good(current.source, thisUpdate: status.thisUpdate, nextUpdate: status.nextUpdate), nil)
        }
        let check: Check =
            if good.isEmpty { .revocationUnknown } else if acceptable.isEmpty { .revocationIssuerOutOfBounds } else {
                .revocationNotFresh
            }
        return (.unknown, Finding(check, name))
    }
}

extension AlgorithmPolicy {
    /// Judges a key that has not signed anything here, by the best that it could sign with.
    fileprivate func verdict(onKeyOf certificate: Certificate, at time: Date) -> Verdict {
        let algorithm: AlgorithmIdentifier
        switch certificate.publicKeyAlgorithm.oid {
        case OID.ecPublicKey: algorithm = .ecdsaWithSHA512
        case OID.rsaEncryption, OID.rsaPSS: algorithm = .rsaPSS(.sha512)
        default: algorithm = certificate.publicKeyAlgorithm
        }
        return verdict(onSignature: algorithm, publicKeyInfo: certificate.publicKeyInfo, at: time)
    }
}

extension RevocationStatement {
    var source: RevocationRecord.Source { isFromList ? .crl : .ocsp }

    /// How far the clocks of authorities may differ, in seconds.
    private static let clockTolerance: TimeInterval = 60

    /// Between the updates; without a next update, for a day.
    fileprivate func isInForce(at time: Date) -> Bool {
        let end = status.nextUpdate ?? status.thisUpdate.addingTimeInterval(86_400)
        return max(status.thisUpdate, status.producedAt) <= time.addingTimeInterval(Self.clockTolerance)
            && time <= end
    }

    /// Certificates of signers that are not the path's own are valid, and no algorithm is too weak.
    fileprivate func isSignedAcceptably(at time: Date, _ algorithms: AlgorithmPolicy) -> Bool {
        let verdict = algorithms.verdict(onSignature: status.signatureAlgorithm, publicKeyInfo: publicKeyInfo, at: time)
        return verdict == .acceptable && responder?.validityFinding(at: time) == nil
            && restsOn.allSatisfy { $0.isSignedAcceptably(at: time, algorithms) }
    }
}
