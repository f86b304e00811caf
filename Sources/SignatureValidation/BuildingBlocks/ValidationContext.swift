import CMS
import Foundation
import PDF

/// What one run works with: policy, time, everything known, and the answers found so far.
///
/// Paths, their checks and what authorities say of a certificate do not depend on the signature that asks, so each is
/// looked for once in a run, however many signatures a file has.
///
/// - SeeAlso: EN 319 102-1 §5.2.4 (validation context initialisation)
struct ValidationContext {
    let policy: ValidationPolicy
    let now: Date
    /// The facts of the PDF; nil when something else is judged.
    private let document: DocumentFacts?
    /// Everything known at the time of validation, from the file and from outside.
    let known: ValidationMaterial
    private let builders: [CertificatePurpose: PathBuilder]
    private var searches: [PathKey: PathSearch] = [:]
    private var pathFindings: [PathFindingsKey: [Finding]] = [:]
    private var statements: [StatementsKey: [RevocationStatement]] = [:]
    private var materials: [ProofScope: ValidationMaterial] = [:]
    private var named = 0
    private var storedPaths: [StoredPathsKey: PathBuilder] = [:]
    private var storedData: [StoredDataKey: Bool] = [:]

    init(_ input: ValidationInput, policy: ValidationPolicy, facts: DocumentFacts) {
        let held = facts.material(at: facts.newestRevision, before: .max)
        self.init(policy: policy, at: input.time, known: held, fetched: input.fetched, document: facts)
    }

    /// For anything that holds its own material; what a proof covers of it is said with `scope(of:)`.
    init(
        policy: ValidationPolicy,
        at time: Date,
        known held: ValidationMaterial,
        fetched: FetchedMaterial?,
        document: DocumentFacts? = nil
    ) {
        var known = held
        known.add(policy.trustAnchors + (policy.timestampAnchors ?? []))
        known.add(policy.registeredAnchors.map(\.certificate))
        if let fetched {
            known.add(certificates: fetched.certificates, crls: fetched.crls, ocspResponses: fetched.ocspResponses)
        }
        self.policy = policy
        self.document = document
        self.known = known
        now = time
        let pool = known.certificates
        builders = Dictionary(
            uniqueKeysWithValues: [CertificatePurpose.signer, .timestamping].map { purpose in
                (purpose, PathBuilder(anchors: policy.sortedAnchors(for: purpose), pool: pool))
            }
        )
    }

    var algorithms: AlgorithmPolicy { policy.algorithms }

    /// What stands against everything, because the policy itself cannot be processed.
    var findings: [Finding] {
        guard let problem = policy.problem else { return [] }
        return [Finding(.policyNotProcessed, problem.place)]
    }

    /// The candidate paths from a certificate to an anchor for this purpose.
    mutating func paths(from certificate: Certificate, for purpose: CertificatePurpose) -> [CertificatePath] {
        search(from: certificate, for: purpose).paths
    }

    /// Why no path may have been found: there is none, or the search met its bound.
    mutating func absence(ofPathFrom certificate: Certificate, for purpose: CertificatePurpose) -> Finding {
        let isComplete = search(from: certificate, for: purpose).isComplete
        return Finding(isComplete ? .noCertificateChain : .pathSearchLimited, certificate.subject.display)
    }

    private mutating func search(from certificate: Certificate, for purpose: CertificatePurpose) -> PathSearch {
        let key = PathKey(certificate: certificate, purpose: purpose)
        if let found = searches[key] { return found }
        let found = builders[purpose]?.search(from: certificate) ?? PathSearch()
        searches[key] = found
        return found
    }

    /// What stands against a path at a time, but for the end entity's own validity and for revocation.
    mutating func findings(
        on path: CertificatePath,
        for purpose: CertificatePurpose,
        at time: Date
    ) -> [Finding] {
        let key = PathFindingsKey(path: path, purpose: purpose, time: time)
        if let found = pathFindings[key] { return found }
        var settings = PathSettings()
        settings.purpose = purpose
        let found = path.findings(at: time, ignoringValidityOf: path.certificates.first, settings: settings)
        pathFindings[key] = found
        return found
    }

    /// What is said about a certificate, now or by what a timestamp proves to have existed.
    mutating func statements(
        about link: CertificatePath.Link,
        provenBy proof: ProofOfExistence? = nil
    ) -> [RevocationStatement] {
        let key = StatementsKey(link, proof?.scope)
        if let found = statements[key] { return found }
        let source = proof.map { material(provenBy: $0) } ?? known
        let found = source.statements(about: link)
        statements[key] = found
        return found
    }

    /// The certificates and revocation data that a timestamp proves to have existed.
    mutating func material(provenBy proof: ProofOfExistence) -> ValidationMaterial {
        material(in: proof.scope)
    }

    /// Keeps what an archive timestamp names, or what an evidence record covers, as one scope of a proof.
    mutating func scope(of material: ValidationMaterial) -> ProofScope {
        named += 1
        materials[.named(named)] = material
        return .named(named)
    }

    /// Whether a scope, such as the file up to a document timestamp, holds chain and revocation data for a certificate.
    ///
    /// It says what is there, not whether it is trusted.
    mutating func hasStoredData(
        about certificate: Certificate,
        for purpose: CertificatePurpose,
        in scope: ProofScope
    ) -> Bool {
        let key = StoredDataKey(path: PathKey(certificate: certificate, purpose: purpose), scope: scope)
        if let found = storedData[key] { return found }
        let material = material(in: scope)
        let builder = storedPaths(in: material, for: purpose, scope)
        let found = builder.paths(from: certificate).contains { path in
            path.linksFromAnchor.allSatisfy { link in
                link.certificate == path.anchor || link.certificate.isWithoutRevocation
                    || !material.statements(about: link).isEmpty
            }
        }
        storedData[key] = found
        return found
    }

    /// Nothing for a scope that nobody has filled.
    private mutating func material(in scope: ProofScope) -> ValidationMaterial {
        if let found = materials[scope] { return found }
        guard case .bytes(let revision, let end) = scope, let document else { return ValidationMaterial() }
        let found = document.material(at: revision, before: end)
        materials[scope] = found
        return found
    }

    /// Paths to the anchors, and to whatever the file itself claims as one.
    private mutating func storedPaths(
        in material: ValidationMaterial,
        for purpose: CertificatePurpose,
        _ scope: ProofScope
    ) -> PathBuilder {
        let key = StoredPathsKey(purpose: purpose, scope: scope)
        if let found = storedPaths[key] { return found }
        let roots = material.certificates.filter { $0.subject == $0.issuer }.map { TrustAnchor($0) }
        let found = PathBuilder(anchors: policy.sortedAnchors(for: purpose) + roots, pool: material.certificates)
        storedPaths[key] = found
        return found
    }
}

extension ValidationPolicy {
    fileprivate func sortedAnchors(for purpose: CertificatePurpose) -> [TrustAnchor] {
        trustAnchors(for: purpose).sorted { $0.canonicalText < $1.canonicalText }
    }
}

private struct PathKey: Hashable {
    let certificate: Certificate
    let purpose: CertificatePurpose
}

private struct PathFindingsKey: Hashable {
    let path: CertificatePath
    let purpose: CertificatePurpose
    let time: Date
}

private struct StoredPathsKey: Hashable {
    let purpose: CertificatePurpose
    let scope: ProofScope
}

private struct StoredDataKey: Hashable {
    let path: PathKey
    let scope: ProofScope
}

private struct StatementsKey: Hashable {
    let certificate: Certificate
    let issuers: [Certificate]
    let anchor: TrustAnchor
    let scope: ProofScope?

    init(_ link: CertificatePath.Link, _ scope: ProofScope?) {
        certificate = link.certificate
        issuers = [link.issuer] + link.above
        anchor = link.trustAnchor
        self.scope = scope
    }
}

extension DocumentFacts {
    /// What the file itself holds: the security store of a revision (from 0), and what is inside the CMS of the
    /// signatures whose bytes end before `end`.
    func material(at revision: Int, before end: Int) -> ValidationMaterial {
        var material = ValidationMaterial()
        if let store = stores[revision] {
            material.add(
                certificates: store.certificates,
                crls: store.crls,
                ocspResponses: store.ocspResponses
            )
        }
        for signature in signatures where signature.coverage.map({ ($0.end ?? .max) < end }) ?? (end == .max) {
            if let cms = signature.cms {
                material.add(cms.certificates)
                material.add(cms.material)
            }
            for timestamp in (signature.cms?.timestamps ?? []) + [signature.timestamp].compactMap({ $0 }) {
                material.add(timestamp.certificates)
                material.add(timestamp.material)
            }
        }
        return material
    }
}
