/// Does the jobs that commits left behind, and resumes what a crash interrupted.
package struct Worker: Sendable {
    let needs: ServiceNeeds

    package init(_ needs: ServiceNeeds) {
        self.needs = needs
    }

    /// Goes on with everything a dead process left half-way; call once at start, before requests come in.
    package func resume() async throws {
    }

    /// Does one job that is due; false when there is none.
    package func step() async throws -> Bool {
        false
    }

    /// Works until the task is cancelled, `pause` between looks when nothing is due.
    package func run(pause: Duration = .milliseconds(250)) async throws {
    }
}
