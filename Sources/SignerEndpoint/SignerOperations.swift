package import SigningKeys

/// Everything the endpoint can ask for.
package struct SignerOperations: Sendable {
    let room: SigningRoom
    let activation: SignatureActivationModule
    let credentials: Credentials
    let seal: ServiceSeal
    let custody: Custody
    let operators: Operators
    let acts: CriticalActs
    let tokenLabel: String

    package init(room: SigningRoom, tokenLabel: String) {
        self.room = room
        activation = SignatureActivationModule(room: room)
        credentials = Credentials(room: room)
        seal = ServiceSeal(room: room)
        custody = Custody(room: room)
        operators = Operators(room: room)
        acts = CriticalActs(room: room)
        self.tokenLabel = tokenLabel
    }
}
