import CMS

/// How much is tried before the search for paths gives up.
///
/// - SeeAlso: PATH-2, FND-6
struct PathBounds: Hashable, Sendable {
    /// Certificates below the anchor.
    var depth = 10
    var candidates = 100
    /// Signatures that are verified while searching.
    var signatures = 1_000
}

/// What a search for paths found.
struct PathSearch: Sendable {
    var paths: [CertificatePath] = []
    /// False when a bound ended the search, so that another path may exist.
    var isComplete = true
}

/// Finds ways from a certificate to an anchor.
///
/// - SeeAlso: RFC 4158; PATH-2
struct PathBuilder {
    private let anchors: [ComparableName: [TrustAnchor]]
    private let pool: [ComparableName: [Certificate]]
    private let bounds: PathBounds

    init(anchors: [TrustAnchor], pool: some Sequence<Certificate>, bounds: PathBounds = PathBounds()) {
        self.anchors = Self.bySubject(anchors, \.certificate)
        self.pool = Self.bySubject(Set(pool).sorted { $0.der.lexicographicallyPrecedes($1.der) }, \.self)
        self.bounds = bounds
    }

    init(anchors: [Certificate], pool: some Sequence<Certificate>) {
        self.init(anchors: anchors.map { TrustAnchor($0) }, pool: pool)
    }

    /// Every candidate within the bounds; issuers that the certificates point to come first.
    func paths(from certificate: Certificate) -> [CertificatePath] {
        search(from: certificate).paths
    }

    func search(from certificate: Certificate) -> PathSearch {
        var run = Run(bounds: bounds)
        extend([certificate], &run)
        return run.result
    }

    private func extend(_ chain: [Certificate], _ run: inout Run) {
        guard let last = chain.last, let issuer = ComparableName(last.issuer) else { return }
        for anchor in ordered(anchors[issuer] ?? [], \.certificate, for: last)
        where run.mayIssue(anchor.certificate, last) {
            run.add(CertificatePath(certificates: chain, trustAnchor: anchor))
        }
        let candidates = pool[issuer] ?? []
        guard chain.count < bounds.depth else {
            if !candidates.isEmpty { run.result.isComplete = false }
            return
        }
        for candidate in ordered(candidates, \.self, for: last) where !run.isExhausted {
            let isRepeated = chain.contains {
                $0.subject == candidate.subject && $0.publicKeyInfo == candidate.publicKeyInfo
            }
            if !isRepeated, run.mayIssue(candidate, last) { extend(chain + [candidate], &run) }
        }
    }

    /// The issuers that the authority key identifier points to come first.
    private func ordered<Issuer>(
        _ issuers: [Issuer],
        _ certificate: KeyPath<Issuer, Certificate>,
        for subject: Certificate
    ) -> [Issuer] {
        guard let wanted = subject.authorityKeyIdentifier else { return issuers }
        return issuers.filter { $0[keyPath: certificate].subjectKeyIdentifier == wanted }
            + issuers.filter { $0[keyPath: certificate].subjectKeyIdentifier != wanted }
    }

    private static func bySubject<Item>(
        _ items: [Item],
        _ certificate: KeyPath<Item, Certificate>
    ) -> [ComparableName: [Item]] {
        var index: [ComparableName: [Item]] = [:]
        for item in items {
            guard let name = ComparableName(item[keyPath: certificate].subject) else { continue }
            index[name, default: []].append(item)
        }
        return index
    }
}

/// The state of one search.
private struct Run {
    private struct Pair: Hashable {
        let issuer: Certificate
        let subject: Certificate
    }

    let bounds: PathBounds
    var result = PathSearch()
    private var verified: [Pair: Bool] = [:]
    private var steps = 0

    init(bounds: PathBounds) {
        self.bounds = bounds
    }

    /// True once nothing more may be tried.
    var isExhausted: Bool {
        result.paths.count >= bounds.candidates || verified.count >= bounds.signatures
            || steps >= 10 * bounds.signatures
    }

    mutating func add(_ path: CertificatePath) {
        guard result.paths.count < bounds.candidates else { return result.isComplete = false }
        result.paths.append(path)
    }

    /// False when the issuer has the right name only; an algorithm that is not supported leaves it open.
    mutating func mayIssue(_ issuer: Certificate, _ subject: Certificate) -> Bool {
        guard !isExhausted else {
            result.isComplete = false
            return false
        }
        steps += 1
        let pair = Pair(issuer: issuer, subject: subject)
        if let known = verified[pair] { return known }
        let answer = subject.signatureFinding(issuer: issuer)?.check != .certificateSignatureInvalid
        verified[pair] = answer
        return answer
    }
}
