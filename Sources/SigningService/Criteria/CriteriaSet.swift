import Foundation

/// A set of criteria that an installation is measured by, read from a data file.
package struct CriteriaSet: Hashable, Sendable, Codable {
    package let id: String
    package let title: BilingualText
    package let sections: [Section]
    package let clauses: [Clause]

    package struct Section: Hashable, Sendable, Codable {
        package let id: String
        package let title: BilingualText
    }

    /// One demand, with the kinds of evidence that answer it.
    package struct Clause: Hashable, Sendable, Codable {
        /// Such as `2.2.2-2-ア-4`.
        package let id: String
        package let section: String
        package let title: BilingualText
        package let asks: BilingualText
        package let answers: [AnswerKind]
    }

    /// What can show that a clause is met.
    package enum AnswerKind: String, Hashable, Sendable, Codable, CaseIterable {
        /// The software does it, and a check on the running installation shows it.
        case probe
        /// People do it and keep a register.
        case register
        /// An approved document says it.
        case document
    }

    /// The criteria of JIPDEC's Trusted Service Registration for electronic contract services.
    package static let jipdec: CriteriaSet = {
        do {
            return try JSONDecoder().decode(
                CriteriaSet.self,
                from: Data(PackageResources.jipdec_electronic_contract_json)
            )
        } catch {
            preconditionFailure("the embedded criteria cannot be read: \(error)")
        }
    }()

    package func clause(_ id: String) -> Clause? { clauses.first { $0.id == id } }
}
