import CMS
import Doctor
import SignatureValidation
import VerificationCommand

/// The list of anchors with purposes and terms that `trust.anchors` names.
extension ServicePatient {
    /// None when no list is named; nil when it cannot be read.
    var registeredAnchors: [TrustAnchor]? {
        guard let file = file.trust.anchors else { return [] }
        return try? AnchorListFile.read(path(file)).anchors
    }

    /// What is wrong with the list; nil when nothing is.
    var anchorListFault: String? {
        guard let file = file.trust.anchors else { return nil }
        do throws(AnchorListError) {
            _ = try AnchorListFile.read(path(file))
            return nil
        } catch {
            return "\(file) (\(error.place))"
        }
    }

    /// The names of those that a trial is made of.
    var trialAnchors: [String] {
        (registeredAnchors ?? []).filter { Premises.isTrial($0.certificate) }.map(\.certificate.subject.display)
    }

    /// The names of those whose term is over.
    var endedAnchors: [String] {
        (registeredAnchors ?? []).filter { anchor in anchor.until.map { $0 < now } == true }
            .map(\.certificate.subject.display)
    }
}
