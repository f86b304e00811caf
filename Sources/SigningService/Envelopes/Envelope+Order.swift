import SignerProtocol

extension Envelope {
    package func signer(_ id: SignerID) -> Signer? {
        signers.first { $0.id == id }
    }

    /// The signer, if the envelope is out and everyone before her has signed.
    ///
    /// - Throws: `ServiceError.linkOver` when her part or the envelope is over, `.notYourTurn`.
    package func turn(of id: SignerID) throws(ServiceError) -> Signer {
        guard let signer = signer(id) else { throw .sessionUnknown }
        try requireOpen(for: signer)
        if case .waiting = signer.state { throw .notYourTurn }
        return signer
    }

    /// Throws `ServiceError.linkOver` when there is nothing left for the signer to do.
    package func requireOpen(for signer: Signer) throws(ServiceError) {
        guard case .outForSigning = state else { throw .linkOver(state: state.name) }
        switch signer.state {
        case .signed, .declined: throw .linkOver(state: signer.state.name)
        case .waiting, .invited, .viewed, .consented, .signing: break
        }
    }

    /// Marks everyone whose turn it is as invited.
    mutating func inviteNext(at time: Timestamp) -> [ScheduledJob] {
        let open = signers.filter { $0.signedAt == nil }
        guard let next = open.map(\.order).min() else { return [] }
        var jobs: [ScheduledJob] = []
        for signer in open where signer.order == next && signer.state == .waiting {
            set(.invited(at: time), for: signer.id)
            jobs.append(ScheduledJob(.invite(id, signer.id), notBefore: time))
        }
        return jobs
    }

    mutating func set(_ state: Signer.State, for id: SignerID) {
        guard let index = signers.firstIndex(where: { $0.id == id }) else { return }
        signers[index].state = state
    }

    func change(_ audit: AuditNote, at time: Timestamp, _ jobs: [ScheduledJob] = []) -> Change<Envelope> {
        Change(self, expectedVersion: version, audit: audit, at: time, followUp: jobs)
    }
}
