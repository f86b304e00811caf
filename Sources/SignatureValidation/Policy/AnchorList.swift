import CMS
import Foundation

/// What is wrong with a list of anchors: the member, or the byte.
package struct AnchorListError: Error, Hashable, Sendable {
    /// Such as `anchors[3].until` or `byte 120`.
    package let place: String

    package init(place: String) {
        self.place = place
    }
}

/// Trust anchors with what each is trusted for, since and until when, as somebody wrote them down.
///
/// - SeeAlso: PATH-3, TSP-5; RFC 5280 §6.1.1 (d)
package struct AnchorList: Hashable, Sendable {
    package let anchors: [TrustAnchor]

    /// The most bytes of a file, and the most anchors.
    package static let fileLimit = 1 << 20
    private static let mostAnchors = 500

    /// Reads a list.
    ///
    /// An object of `anchors`, each of which is an object of
    /// - `certificate`: DER in Base64, on one line,
    /// - `purposes`: at least one of `signer`, `timestamping` and `ocsp`,
    /// - `from`, `until`: the first and last moment at which it is trusted, as `2026-11-22T09:30:00Z`, or null,
    /// - `source`: where it is from, or null, and `added`: when it was written down, or null.
    ///
    /// Nothing else, nothing missing, nothing twice: a certificate may come again only for another purpose.
    package init(json bytes: [UInt8]) throws(AnchorListError) {
        let value: StrictJSON
        do throws(StrictJSONError) {
            value = try StrictJSON(bytes, sizeLimit: Self.fileLimit)
        } catch {
            throw AnchorListError(place: "byte \(error.offset)")
        }
        do throws(AlgorithmPolicyError) {
            let list = try Members(value, "", ["anchors"]).list("anchors")
            guard !list.isEmpty, list.count <= Self.mostAnchors else { throw AlgorithmPolicyError(place: "anchors") }
            var anchors: [TrustAnchor] = []
            for (index, item) in list.enumerated() {
                let anchor = try TrustAnchor(item, "anchors[\(index)]")
                let isKnown = anchors.contains {
                    $0.certificate == anchor.certificate && !$0.purposes.isDisjoint(with: anchor.purposes)
                }
                guard !isKnown else { throw AlgorithmPolicyError(place: "anchors[\(index)]") }
                anchors.append(anchor)
            }
            self.anchors = anchors
        } catch {
            throw AnchorListError(place: error.place)
        }
    }
}

extension TrustAnchor {
    fileprivate init(_ value: StrictJSON, _ place: String) throws(AlgorithmPolicyError) {
        let members = try Members(value, place, ["certificate", "purposes", "from", "until", "source", "added"])
        guard let der = Data(base64Encoded: try members.text("certificate")),
            let certificate = try? Certificate(der: Array(der))
        else { throw members.fault("certificate") }
        var purposes: Set<CertificatePurpose> = []
        for item in try members.list("purposes") {
            guard case .text(let name) = item, let purpose = CertificatePurpose(rawValue: name),
                purposes.insert(purpose).inserted
            else { throw members.fault("purposes") }
        }
        guard !purposes.isEmpty else { throw members.fault("purposes") }
        let from = try members.optionalMoment("from")
        let until = try members.optionalMoment("until")
        if let from, let until, from > until { throw members.fault("until") }
        self.init(
            certificate,
            for: purposes,
            from: from,
            until: until,
            source: try members.optionalText("source"),
            added: try members.optionalMoment("added")
        )
    }
}
