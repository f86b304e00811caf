package import CMS
package import Foundation

/// What a certificate of a test says, in one line.
///
/// What the line does not name is right: valid around `DeclaredPKI.now`, with its key identifiers, a serial number of
/// its own.
package struct DeclaredCertificate: Sendable {
    package private(set) var subject: DistinguishedName
    package private(set) var extensions: [CertificateExtension]
    package private(set) var notBefore = DeclaredPKI.now.addingTimeInterval(-86_400)
    package private(set) var notAfter = DeclaredPKI.now.addingTimeInterval(365 * 86_400)
    package private(set) var serialNumber = [0x01] + (0..<8).map { _ in UInt8.random(in: 1...255) }

    /// A certificate with these extensions and no others but the key identifiers.
    package init(_ commonName: String, _ extensions: [CertificateExtension] = []) {
        subject = DistinguishedName([
            (OID.countryName, "JP"), (OID.organizationName, "TEST ENVIRONMENT 試験環境"), (OID.commonName, commonName),
        ])
        self.extensions = extensions
    }

    /// A CA, which may also sign OCSP answers itself.
    package static func authority(_ commonName: String, pathLength: Int? = nil) -> Self {
        Self(
            commonName,
            [
                .basicConstraints(isAuthority: true, pathLength: pathLength),
                .keyUsage([.keyCertSign, .cRLSign, .digitalSignature]),
            ]
        )
    }

    /// A person or a service that signs documents.
    package static func signer(_ commonName: String) -> Self {
        Self(
            commonName,
            [
                .basicConstraints(isAuthority: false, pathLength: nil),
                .keyUsage([.digitalSignature, .nonRepudiation]),
            ]
        )
    }

    /// An appointed OCSP responder.
    package static func responder(_ commonName: String) -> Self {
        Self(
            commonName,
            [.keyUsage(.digitalSignature), .extendedKeyUsage([OID.ocspSigning], isCritical: false), .ocspNoCheck]
        )
    }

    package static func timestamping(_ commonName: String) -> Self {
        Self(
            commonName,
            [.keyUsage(.digitalSignature), .extendedKeyUsage([OID.timeStamping], isCritical: true)]
        )
    }

    /// The same with nothing but common names for a subject.
    package func named(_ commonNames: [String]) -> Self {
        var named = self
        named.subject = DistinguishedName(commonNames.map { (OID.commonName, $0) })
        return named
    }

    package func with(_ more: [CertificateExtension]) -> Self {
        var declared = self
        declared.extensions += more
        return declared
    }

    package func serial(_ number: UInt8) -> Self {
        var declared = self
        declared.serialNumber = [number]
        return declared
    }

    package func valid(from start: Date, until end: Date) -> Self {
        var declared = self
        declared.notBefore = start
        declared.notAfter = end
        return declared
    }
}
