import Crypto
import Foundation

/// What is wrong with a policy file: the member, or the byte.
package struct AlgorithmPolicyError: Error, Hashable, Sendable {
    /// Such as `algorithms[3].validateUntil` or `byte 120`.
    package let place: String
}

extension AlgorithmPolicy {
    /// The most bytes of a policy file.
    package static let fileLimit = StrictJSON.sizeLimit

    /// Reads a policy file.
    ///
    /// An object of `id`, `issued`, `sources` and `algorithms`, each of which is an object of
    /// - `algorithm`: its name; with `oid` it is a hash, with `minimumKey` (bits) a family of signatures,
    /// - `create`: null for never, or `{"from": day or null, "until": day or null}`,
    /// - `validateUntil`: the first day on which it proves nothing any more, or null,
    /// - `sources`: which of the policy's sources say so, from 0.
    ///
    /// Nothing else, nothing missing, nothing twice. Days begin at 00:00 UTC.
    ///
    /// - SeeAlso: E-1
    package init(json bytes: [UInt8]) throws(AlgorithmPolicyError) {
        let value: StrictJSON
        do throws(StrictJSONError) {
            value = try StrictJSON(bytes)
        } catch {
            throw AlgorithmPolicyError(place: "byte \(error.offset)")
        }
        let root = try Members(value, "", ["id", "issued", "sources", "algorithms"])
        let issued = try root.text("issued")
        _ = try root.day("issued")
        let sources = try root.list("sources").enumerated().map { (index, source) throws(AlgorithmPolicyError) in
            guard case .text(let source) = source else { throw AlgorithmPolicyError(place: "sources[\(index)]") }
            return source
        }
        var rules: [AlgorithmRule] = []
        for (index, item) in try root.list("algorithms").enumerated() {
            let rule = try AlgorithmRule(item, "algorithms[\(index)]", sources: sources.count)
            guard !rules.contains(where: { $0.subject == rule.subject }) else {
                throw AlgorithmPolicyError(place: "algorithms[\(index)]")
            }
            rules.append(rule)
        }
        let id = try root.text("id")
        // These two names are taken.
        guard !id.isEmpty, ![Self.none.id, Self.unreadable.id].contains(id) else {
            throw AlgorithmPolicyError(place: "id")
        }
        self.init(
            id: id,
            issued: issued,
            sources: sources,
            digest: hexadecimal(SHA256.hash(data: bytes)),
            rules: rules
        )
    }
}

extension AlgorithmRule {
    fileprivate init(_ value: StrictJSON, _ place: String, sources: Int) throws(AlgorithmPolicyError) {
        let isHash = if case .object(let members) = value { members["oid"] != nil } else { false }
        let own = isHash ? "oid" : "minimumKey"
        let members = try Members(value, place, ["algorithm", own, "create", "validateUntil", "sources"])
        algorithm = try members.text("algorithm")
        if isHash {
            subject = .hash(try members.text("oid"))
        } else {
            guard let family = SignatureFamily(rawValue: algorithm) else { throw members.fault("algorithm") }
            subject = .signature(family, minimumBits: try members.number("minimumKey"))
        }
        validateUntil = try members.optionalDay("validateUntil")
        if members["create"] == .null {
            creation = nil
        } else {
            let span = try Members(members["create"], "\(place).create", ["from", "until"])
            creation = Creation(from: try span.optionalDay("from"), until: try span.optionalDay("until"))
        }
        for source in try members.list("sources") {
            guard case .number(let number) = source, number < sources else { throw members.fault("sources") }
        }
    }
}

/// Bytes as lower-case hexadecimal digits.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 2 ? digits : "0" + digits
    }.joined()
}
