package import CMS
package import PDF

/// Why a signature was not made or not extended.
package enum PAdESError: Error, Equatable {
    /// The file, or what was to be appended to it.
    case pdf(PDFError)
    /// A certificate, token or signature structure.
    case cms(CMSError)
    /// A signature needs at least the signer's own certificate.
    case noCertificate
    /// The signature value does not verify with the certificate's key: CMS-B5.
    case valueRefused
    /// The token is over other data than the value or file it is for.
    case timestampOfOtherData
    /// The content to be archived is not the one that was signed.
    case archiveOfOtherContent
}

extension PAdESError {
    init(_ error: any Error) {
        switch error {
        case let error as PAdESError: self = error
        case let error as PDFError: self = .pdf(error)
        case let error as CMSError: self = .cms(error)
        default: preconditionFailure("PDF and CMS throw their own errors only: \(error)")
        }
    }
}
