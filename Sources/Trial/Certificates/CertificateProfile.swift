import CMS
import Foundation

/// What the trial's issuing CA makes, by the name used in `?profile=`.
enum CertificateProfile: String, Codable, Sendable, CaseIterable {
    /// A person's key for 当事者型 signatures, no proofing.
    case signer
    /// The operator's key for 立会人型 signatures.
    case witnessSeal = "witness-seal"
    /// The operator's key for records of our own.
    case recordSeal = "record-seal"

    var policy: String {
        switch self {
        case .signer: PolicyArc.noProofing
        case .witnessSeal: PolicyArc.witnessSeal
        case .recordSeal: PolicyArc.recordSeal
        }
    }

    /// The subject is the CA's to decide: the address of a person, a fixed name for a seal.
    func subject(of request: CertificationRequest) throws(RequestFault) -> DistinguishedName {
        switch self {
        case .signer:
            guard let address = request.rfc822Names.first, address.contains("@") else { throw .addressMissing }
            return .test(address)
        case .witnessSeal: return .test("Chigiri TEST 立会人型 Witness Seal")
        case .recordSeal: return .test("Chigiri TEST 記録 Record Seal")
        }
    }
}

/// Object identifiers under the project's arc. docs/decisions/0014
enum PolicyArc {
    static let root = "2.25.274637420155013839245863518163418915921"
    static let noProofing = root + ".1"
    static let witnessSeal = root + ".2"
    static let recordSeal = root + ".3"
    static let timestamp = root + ".4"
}
