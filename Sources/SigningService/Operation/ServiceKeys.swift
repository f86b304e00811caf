/// The operator's two seal keys: makes sure that each has its certificate.
package struct ServiceKeys: Sendable {
    private let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// Makes the keys and carries their certification requests to the CA where that is still to be done.
    ///
    /// Harmless when repeated. Call at start; a dependency that is down throws `ServiceError.waiting`.
    package func ensure() async throws {
    }
}
