package import CMS
package import Foundation

/// One time-stamping authority of the settings.
package struct TimestampAuthority: Sendable {
    /// In logs, histories and pages.
    package let name: String
    package let url: URL
    /// OIDs of the policies under which its tokens are accepted.
    package let policies: Set<String>
    /// The policy that is asked for; nil when the authority may choose.
    package let requestedPolicy: String?
    /// Its tokens have to lead to one of these.
    package let anchors: [Certificate]
    package let access: PartnerAccess
    /// For one call.
    package let timeLimit: Duration

    package init(
        name: String,
        url: URL,
        policies: Set<String>,
        requestedPolicy: String? = nil,
        anchors: [Certificate],
        access: PartnerAccess = PartnerAccess(),
        timeLimit: Duration = .seconds(10)
    ) {
        self.name = name
        self.url = url
        self.policies = policies
        self.requestedPolicy = requestedPolicy
        self.anchors = anchors
        self.access = access
        self.timeLimit = timeLimit
    }
}
