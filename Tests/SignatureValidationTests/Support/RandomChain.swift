import CMS
import DeclaredPKI
import Foundation

/// A chain in which everything is right or a few things are wrong, by chance.
struct RandomChain {
    let leaf: Certificate
    let intermediates: [Certificate]

    static let policies = ["1.2.3.1", "1.2.3.2", "1.2.3.3", OID.anyPolicy]

    /// `name` makes the names of this chain different from those of all others.
    init(_ name: String, below root: DeclaredIdentity, _ random: inout Seeded) throws {
        var issuer = root
        var authorities: [Certificate] = []
        let keys = (0..<3).map { _ in DeclaredKey.p256() }
        for level in 0..<Int.random(in: 0...3, using: &random) {
            // Now and then the CA certifies a new key of its own, which is self-issued.
            let isSelfIssued = level > 0 && random.oneIn(5)
            let subject = isSelfIssued ? issuer.certificate.subject.commonName ?? name : "\(name) CA \(level)"
            var declared = DeclaredCertificate(subject, Self.authorityExtensions(&random))
            if random.oneIn(25) { declared = Self.expired(declared) }
            issuer = try issuer.issue(declared, key: keys[level])
            authorities.append(issuer.certificate)
        }
        var declared = DeclaredCertificate("\(name) leaf", Self.leafExtensions(name, &random))
        if random.oneIn(25) { declared = Self.expired(declared) }
        leaf = try issuer.issue(declared).certificate
        intermediates = authorities
    }

    private static func expired(_ declared: DeclaredCertificate) -> DeclaredCertificate {
        declared.valid(from: DeclaredPKI.now.addingTimeInterval(-200), until: DeclaredPKI.now.addingTimeInterval(-100))
    }

    private static func authorityExtensions(_ random: inout Seeded) -> [CertificateExtension] {
        var extensions: [CertificateExtension] = []
        let pathLength = random.oneIn(3) ? Int.random(in: 0...2, using: &random) : nil
        if !random.oneIn(30) {
            extensions.append(.basicConstraints(isAuthority: !random.oneIn(30), pathLength: pathLength))
        }
        if !random.oneIn(4) {
            extensions.append(.keyUsage(random.oneIn(25) ? .digitalSignature : [.keyCertSign, .cRLSign]))
        }
        if random.oneIn(3) { extensions.append(nameConstraints(&random)) }
        let claimed = chosenPolicies(&random)
        if !claimed.isEmpty { extensions.append(.certificatePolicies(claimed)) }
        // Only what is claimed is mapped: libcrypto maps any policy of a certificate that says anyPolicy, also where
        // anyPolicy is inhibited and RFC 5280 §6.1.4 (b)(1) has no node for it.
        let specific = claimed.filter { $0 != OID.anyPolicy }
        if random.oneIn(3), !specific.isEmpty {
            let pairs = (0..<Int.random(in: 1...2, using: &random)).map { _ in
                (specific.randomElement(using: &random) ?? "", "1.2.3.\(Int.random(in: 1...3, using: &random))")
            }
            extensions.append(.policyMappings(pairs))
        }
        if random.oneIn(5) {
            extensions.append(
                .policyConstraints(
                    requireExplicit: random.oneIn(2) ? UInt8.random(in: 0...2, using: &random) : nil,
                    inhibitMapping: UInt8.random(in: 0...2, using: &random)
                )
            )
        }
        if random.oneIn(6) { extensions.append(.inhibitAnyPolicy(Int.random(in: 0...2, using: &random))) }
        if random.oneIn(40) { extensions.append(.unknown) }
        return extensions
    }

    private static func leafExtensions(_ name: String, _ random: inout Seeded) -> [CertificateExtension] {
        let claimed = chosenPolicies(&random)
        var extensions = claimed.isEmpty ? [] : [CertificateExtension.certificatePolicies(claimed)]
        if random.oneIn(2) {
            let host = random.oneIn(3) ? "www.example.com" : "www.example.jp"
            extensions.append(.subjectAltName([.dns(host), .rfc822("taro@\(host)")]))
        }
        if random.oneIn(40) { extensions.append(.unknown) }
        return extensions
    }

    private static func chosenPolicies(_ random: inout Seeded) -> [String] {
        policies.filter { _ in random.oneIn(2) }
    }

    private static func nameConstraints(_ random: inout Seeded) -> CertificateExtension {
        let japan = DistinguishedName([(OID.countryName, "JP")])
        let permitted: [CMS.GeneralName] = [
            .dns("example.jp"), .rfc822("www.example.jp"), .rfc822(".example.jp"), .directory(japan),
        ].filter { _ in random.oneIn(2) }
        let excluded: [CMS.GeneralName] = [.dns("example.com"), .rfc822("taro@www.example.com")].filter { _ in
            random.oneIn(3)
        }
        return permitted.isEmpty && excluded.isEmpty
            ? .nameConstraints(permitted: [.dns("example.jp")])
            : .nameConstraints(permitted: permitted, excluded: excluded)
    }
}
