package import PDF

/// The bytes to append so that the file carries these certificates, OCSP responses and CRLs (DER); nil when it already does.
///
/// - SeeAlso: EN 319 142-1 §5.4.2, PDF-10
package func addingValidationData(
    certificates: [[UInt8]],
    ocspResponses: [[UInt8]],
    crls: [[UInt8]],
    to document: Document
) throws(PAdESError) -> [UInt8]? {
    do {
        return try addValidationData(certificates: certificates, crls: crls, ocspResponses: ocspResponses, to: document)
    } catch {
        throw PAdESError(error)
    }
}
