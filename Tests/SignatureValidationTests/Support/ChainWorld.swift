import CMS
import DeclaredPKI
import Foundation

@testable import SignatureValidation

/// A root, a CA and a signer, and what is said of them; every part can be changed by a test.
struct ChainWorld {
    let pki: DeclaredPKI
    let signer: DeclaredIdentity
    var anchors: [TrustAnchor]
    var intermediates: [Certificate]
    var time = DeclaredPKI.now.addingTimeInterval(60)
    var purpose: CertificatePurpose? = .signer
    var settings = PathSettings()

    init(_ signer: DeclaredCertificate = .signer("契 太郎")) throws {
        pki = try DeclaredPKI()
        self.signer = try pki.issuing.issue(signer)
        anchors = [TrustAnchor(pki.root.certificate)]
        intermediates = [pki.issuing.certificate]
    }

    /// The root's list, on which nothing stands.
    func rootList() throws -> CertificateRevocationList { try CraftedList().list(by: pki.root) }

    /// With the root's list besides those given.
    func report(
        _ lists: [CertificateRevocationList],
        _ responses: [OCSPResponse] = [],
        about leaf: Certificate? = nil
    ) throws -> ChainReport {
        report(.data(crls: try [rootList()] + lists, ocspResponses: responses), about: leaf)
    }

    func report(_ revocation: ChainInput.Revocation, about leaf: Certificate? = nil) -> ChainReport {
        var settings = settings
        settings.purpose = purpose
        return judgeChain(
            ChainInput(
                leaf: leaf ?? signer.certificate,
                intermediates: intermediates,
                anchors: anchors,
                revocation: revocation,
                time: time,
                settings: settings,
                algorithms: .standard
            )
        )
    }
}

extension ChainReport {
    /// Every check that stands in the report, in order.
    var checks: [Check] { (findings + paths.flatMap(\.findings)).map(\.check) }
}
