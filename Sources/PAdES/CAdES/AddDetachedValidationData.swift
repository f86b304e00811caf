import CMS

/// A detached signature at B-LT: with these certificates, OCSP responses and CRLs (DER).
///
/// They go into the certificates and crls of the SignedData; certificate-values and revocation-values are not used at
/// the baseline.
///
/// - SeeAlso: EN 319 122-1 §6.3 (k)…(o); RFC 5940
package func addingDetachedValidationData(
    certificates: [[UInt8]],
    ocspResponses: [[UInt8]],
    crls: [[UInt8]],
    to signature: [UInt8]
) throws(PAdESError) -> [UInt8] {
    do {
        return try SignedData(der: signature).extended(
            certificates: certificates,
            crls: crls,
            ocspResponses: ocspResponses
        )
    } catch {
        throw PAdESError(error)
    }
}
