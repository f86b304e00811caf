import CMS
import SwiftASN1

/// What certificate policies a path may still claim, without policy mapping.
///
/// Without mapping, every node of RFC 5280's tree has the policy of its parent or stands below anyPolicy, so a set is
/// enough.
///
/// - SeeAlso: RFC 5280 §6.1.2 (a), (d)–(f); PATH-1
struct PolicyState {
    static let anyPolicy = "2.5.29.32.0"

    private var includesAny = true
    private var policies: Set<String> = []
    private var explicitPolicy: Int
    private var inhibitAnyPolicy: Int

    init(_ settings: PathSettings, length: Int) {
        explicitPolicy = settings.requiresExplicitPolicy ? 0 : length + 1
        inhibitAnyPolicy = settings.inhibitsAnyPolicy ? 0 : length + 1
    }

    private var isNull: Bool { !includesAny && policies.isEmpty }

    /// Step (d)–(f): narrows to the certificate's policies; false when a policy is required and none is left.
    mutating func narrow(to certificate: Certificate, isLast: Bool) -> Bool {
        let claimed = Set(certificate.policies)
        let specific = claimed.subtracting([Self.anyPolicy])
        let takesAny =
            claimed.contains(Self.anyPolicy) && (inhibitAnyPolicy > 0 || (!isLast && certificate.isSelfIssued))
        let kept = includesAny ? specific : specific.intersection(policies)
        policies = takesAny ? kept.union(policies) : kept
        includesAny = includesAny && takesAny
        return explicitPolicy > 0 || !isNull
    }

    /// Steps (h)–(j) of the preparation for the next certificate; false when an extension is malformed.
    mutating func prepare(after certificate: Certificate) -> Bool {
        if !certificate.isSelfIssued {
            explicitPolicy = max(0, explicitPolicy - 1)
            inhibitAnyPolicy = max(0, inhibitAnyPolicy - 1)
        }
        guard constrain(certificate, inCertificate: false) else { return false }
        guard let inhibit = certificate.extensions.first(where: { $0.oid == "2.5.29.54" }) else { return true }
        guard let skip = try? Int(derEncoded: inhibit.value), skip >= 0 else { return false }
        inhibitAnyPolicy = min(inhibitAnyPolicy, skip)
        return true
    }

    /// The wrap-up, steps (a), (b) and (g): nil when an extension is malformed, else whether the path is acceptable.
    mutating func wrapUp(_ certificate: Certificate, accepting initial: Set<String>?) -> Bool? {
        explicitPolicy = max(0, explicitPolicy - 1)
        guard constrain(certificate, inCertificate: true) else { return nil }
        guard explicitPolicy == 0 else { return true }
        guard let initial, !initial.contains(Self.anyPolicy) else { return !isNull }
        return includesAny || !policies.isDisjoint(with: initial)
    }

    /// ```
    /// PolicyConstraints ::= SEQUENCE { requireExplicitPolicy [0] SkipCerts OPTIONAL,
    ///                                  inhibitPolicyMapping  [1] SkipCerts OPTIONAL }
    /// ```
    private mutating func constrain(_ certificate: Certificate, inCertificate isLast: Bool) -> Bool {
        guard let constraints = certificate.extensions.first(where: { $0.oid == "2.5.29.36" }) else { return true }
        guard let fields = (try? DER.parse(constraints.value))?.children(.sequence) else { return false }
        for field in fields {
            guard field.identifier.tagClass == .contextSpecific, field.identifier.tagNumber <= 1,
                let skip = try? Int(derEncoded: field, withIdentifier: field.identifier), skip >= 0
            else { return false }
            guard field.identifier.tagNumber == 0 else { continue }
            if !isLast {
                explicitPolicy = min(explicitPolicy, skip)
            } else if skip == 0 {
                explicitPolicy = 0
            }
        }
        return true
    }
}
