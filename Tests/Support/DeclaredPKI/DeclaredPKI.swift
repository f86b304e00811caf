package import Foundation

/// A root and its issuing authority, from which a test declares the rest.
///
///     let pki = try DeclaredPKI()
///     let signer = try pki.issuing.issue(.signer("契 太郎"))
///     let responder = try pki.issuing.issue(.responder("Responder"))
///     let stamp = try pki.root.issue(.timestamping("TSA")).timestamp(overDigest: digest)
///     let list = try pki.issuing.crl(revoking: [RevocationListEntry(signer.certificate)])
package struct DeclaredPKI: Sendable {
    /// The time of tests that need no other: 2026-09-21T14:13:20Z.
    package static let now = Date(timeIntervalSince1970: 1_790_000_000)

    package let root: DeclaredIdentity
    package let issuing: DeclaredIdentity

    package init(
        _ name: String = "TEST",
        from start: Date = now.addingTimeInterval(-86_400),
        until end: Date = now.addingTimeInterval(365 * 86_400)
    ) throws {
        root = try DeclaredIdentity(.authority("\(name) Root").valid(from: start, until: end))
        issuing = try root.issue(.authority("\(name) Issuing CA").valid(from: start, until: end))
    }
}
