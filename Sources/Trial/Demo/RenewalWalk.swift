/// An order to renew all that rests on the authorities' certificates, and the wait until all of it is done.
struct RenewalWalk {
    let client: APIClient
    let sender: String
    let interruption: Interruption

    /// - Throws: `DemoFailure.notRenewed` when something failed, nothing was to be renewed, or a minute has passed.
    func run() async throws {
        let calendar = try await client.get("/v1/renewals", bearer: sender, as: API.RenewalCalendar.self)
        let authorities = calendar.uses.filter { $0.kind == "authority" }
        guard !authorities.isEmpty else { throw DemoFailure.notRenewed(done: 0, of: 0) }
        for authority in authorities {
            let order = API.RenewalOrder(kind: authority.kind, value: authority.value)
            var batch = try await client.post("/v1/renewals", bearer: sender, order, as: API.RenewalBatch.self)
            for _ in 0..<600 where batch.done + batch.failed < batch.total {
                try interruption.check()
                try await Task.sleep(for: .milliseconds(100))
                batch = try await client.get("/v1/renewals/\(batch.id)", bearer: sender, as: API.RenewalBatch.self)
            }
            guard batch.total > 0, batch.done == batch.total else {
                throw DemoFailure.notRenewed(done: batch.done, of: batch.total)
            }
        }
    }
}
