extension ListeningPort {
    /// Whether somebody listens at an address of this machine.
    package static func isTaken(_ host: String, _ port: Int) -> Bool {
        attempt(host, port) == .taken
    }
}
