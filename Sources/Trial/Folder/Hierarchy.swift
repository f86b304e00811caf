import CMS
import Foundation

/// One key of the trial with its certificate.
struct TrialIdentity: Sendable {
    let key: TrialKey
    let certificate: Certificate
}

/// The five keys behind a trial: root → issuing CA, TSA root → TSA, and the root of the processes' own TLS.
struct Hierarchy: Sendable {
    let root: TrialIdentity
    let issuing: TrialIdentity
    let timestampRoot: TrialIdentity
    let timestamp: TrialIdentity
    let internalRoot: TrialIdentity

    /// Loads what is there and makes what is not.
    init(in folder: TrialFolder, ports: TrialPorts, now: Date) throws {
        let maker = IdentityMaker(folder: folder.trial, now: now)
        root = try maker.root("root", .test("Chigiri TEST Root CA"))
        issuing = try maker.identity(
            "issuing",
            .test("Chigiri TEST Issuing CA"),
            days: 3650,
            issuer: root,
            [
                .basicConstraints(isAuthority: true, pathLength: 0),
                // It signs OCSP responses itself. RFC 6960 §2.2
                .keyUsage([.digitalSignature, .keyCertSign, .cRLSign]),
                .certificatePolicies([OID.anyPolicy]),
                .authorityInformationAccess(ocsp: [], caIssuers: [ports.authorityURL + "/root.cer"]),
                .crlDistributionPoints([ports.authorityURL + "/crl/root.crl"]),
            ]
        )
        timestampRoot = try maker.root("tsa-root", .test("Chigiri TEST TSA Root CA"))
        timestamp = try maker.identity(
            "tsa",
            .test("Chigiri TEST Time-Stamping Authority"),
            days: 3650,
            issuer: timestampRoot,
            [
                // Critical and alone. RFC 3161 §2.3
                .extendedKeyUsage([OID.timeStamping], isCritical: true),
                .keyUsage([.digitalSignature]),
                .authorityInformationAccess(ocsp: [], caIssuers: [ports.authorityURL + "/tsa-root.cer"]),
                .crlDistributionPoints([ports.authorityURL + "/crl/tsa.crl"]),
            ]
        )
        internalRoot = try maker.root("internal", .test("Chigiri TEST Internal TLS CA"))
    }
}
