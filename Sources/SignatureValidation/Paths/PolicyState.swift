import CMS
import SwiftASN1

/// The policy variables of path validation: the graph, and the three counters.
///
/// - SeeAlso: RFC 5280 §6.1.2 (a), (d)–(f), §6.1.3 (d)–(f), §6.1.4 (a), (b), (h)–(j), §6.1.5 (a), (b), (g); PATH-1
struct PolicyState {
    private var graph = PolicyGraph()
    private var explicitPolicy: Int
    private var policyMapping: Int
    private var inhibitAnyPolicy: Int

    init(_ settings: PathSettings, length: Int) {
        explicitPolicy = settings.requiresExplicitPolicy ? 0 : length + 1
        policyMapping = settings.inhibitsPolicyMapping ? 0 : length + 1
        inhibitAnyPolicy = settings.inhibitsAnyPolicy ? 0 : length + 1
    }

    /// §6.1.3 (d)–(f): narrows to the certificate's policies; false when a policy is required and none is left.
    mutating func narrow(to certificate: Certificate, isLast: Bool) -> Bool {
        graph.extend(
            by: Set(certificate.policies),
            takesAny: inhibitAnyPolicy > 0 || (!isLast && certificate.isSelfIssued)
        )
        return explicitPolicy > 0 || !graph.isNull
    }

    /// §6.1.4 (a), (b), (h)–(j): prepares for the next certificate.
    ///
    /// - Returns: the check that failed, or nil.
    mutating func prepare(after certificate: Certificate) -> Check? {
        if let extensionValue = certificate.extensionValue(OID.policyMappings) {
            guard let mappings = PolicyMapping.list(extension: extensionValue) else { return .policyMappingInvalid }
            graph.map(mappings, isAllowed: policyMapping > 0)
        }
        if !certificate.isSelfIssued {
            explicitPolicy = max(0, explicitPolicy - 1)
            policyMapping = max(0, policyMapping - 1)
            inhibitAnyPolicy = max(0, inhibitAnyPolicy - 1)
        }
        guard let constraints = PolicyConstraints(of: certificate) else { return .certificateMalformed }
        explicitPolicy = min(explicitPolicy, constraints.requireExplicitPolicy ?? .max)
        policyMapping = min(policyMapping, constraints.inhibitPolicyMapping ?? .max)
        guard let inhibit = certificate.extensionValue(OID.inhibitAnyPolicy) else { return nil }
        guard let skip = try? Int(derEncoded: inhibit), skip >= 0 else { return .certificateMalformed }
        inhibitAnyPolicy = min(inhibitAnyPolicy, skip)
        return nil
    }

    /// §6.1.5 (a), (b), (g): the policies under which the path is valid.
    ///
    /// - Returns: the check that failed, or the policies, which may be none when none is required.
    mutating func wrapUp(_ certificate: Certificate, accepting initial: Set<String>?) -> Result<Set<String>, Failure> {
        explicitPolicy = max(0, explicitPolicy - 1)
        guard let constraints = PolicyConstraints(of: certificate) else { return .failure(.malformed) }
        if constraints.requireExplicitPolicy == 0 { explicitPolicy = 0 }
        let policies = graph.userConstrained(by: initial)
        return explicitPolicy > 0 || !policies.isEmpty ? .success(policies) : .failure(.noValidPolicy)
    }

    enum Failure: Error {
        case malformed, noValidPolicy
    }
}

/// How many certificates on an explicit policy is needed, and mapping is forbidden.
///
///     PolicyConstraints ::= SEQUENCE { requireExplicitPolicy [0] SkipCerts OPTIONAL,
///                                      inhibitPolicyMapping  [1] SkipCerts OPTIONAL }
///
/// - SeeAlso: RFC 5280 §4.2.1.11
private struct PolicyConstraints {
    private(set) var requireExplicitPolicy: Int?
    private(set) var inhibitPolicyMapping: Int?

    /// Nil when the extension is there and malformed; an empty one says nothing that a CA may say.
    init?(of certificate: Certificate) {
        guard let value = certificate.extensionValue(OID.policyConstraints) else { return }
        guard let fields = (try? DER.parse(value))?.children(.sequence), !fields.isEmpty else { return nil }
        for field in fields {
            guard field.identifier.tagClass == .contextSpecific,
                let skip = try? Int(derEncoded: field, withIdentifier: field.identifier), skip >= 0
            else { return nil }
            switch field.identifier.tagNumber {
            case 0 where requireExplicitPolicy == nil && inhibitPolicyMapping == nil: requireExplicitPolicy = skip
            case 1 where inhibitPolicyMapping == nil: inhibitPolicyMapping = skip
            default: return nil
            }
        }
    }
}

extension Certificate {
    func extensionValue(_ oid: String) -> [UInt8]? {
        extensions.first { $0.oid == oid }?.value
    }
}
