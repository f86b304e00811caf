import Foundation
import SwiftASN1

extension DERElement {
    /// A time in an OCSP response, with or without a fraction of a second.
    ///
    /// The profile wants whole seconds. Responders that write fractions exist, every validator we know of reads them, and the
    /// encoding is DER all the same; refusing them would leave sound evidence unused.
    ///
    /// - SeeAlso: RFC 6960 §4.2.2.1, X.690 §11.7
    func responseTime() throws(CMSError) -> Date {
        let content = try expect(.generalizedTime).content()
        guard let time = DERTime.generalizedTimeWithFraction(content), time.isCanonical else { throw fault(.time) }
        return time.date
    }
}
