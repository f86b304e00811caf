package import SignerProtocol

/// A signing credential as the service knows it: one for each verified address.
package struct Enrolment: Hashable, Sendable {
    package let address: MailAddress
    package let enrolment: CredentialEnrolment
    package var state: State

    package enum State: Hashable, Sendable, Codable {
        case requested
        /// The passkey is bound in the signer; the certificate is still to be issued.
        case passkeyRegistered
        /// Leaf first, DER.
        case active(chain: [[UInt8]])

        package var name: String {
            switch self {
            case .requested: "requested"
            case .passkeyRegistered: "passkeyRegistered"
            case .active: "active"
            }
        }
    }

    package init(address: MailAddress, enrolment: CredentialEnrolment, state: State) {
        self.address = address
        self.enrolment = enrolment
        self.state = state
    }

    package var credential: String { enrolment.id }
}
