import SignerProtocol

/// How many acts may wait at once, so that nobody buries what matters under what does not.
///
/// Who asks is the service's word; the bound over all holds whatever it says.
///
/// - SeeAlso: decision 0031
extension CriticalActs {
    static let openOfOneProposer = 5
    static let openOfAll = 20
}

extension SignerReadTransaction {
    /// - Throws: `SignerError.tooManyActs`.
    func requireRoom(for new: StoredAct) throws {
        let open = try acts(since: new.created.advanced(by: .zero - CriticalActs.lifetime))
            .filter { $0.performed == nil }
        guard open.count < CriticalActs.openOfAll,
            open.count(where: { $0.proposer == new.proposer }) < CriticalActs.openOfOneProposer
        else { throw SignerError.tooManyActs }
    }
}
