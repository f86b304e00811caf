import Passkeys
package import SignerProtocol

/// Those who approve critical acts: how one becomes an operator.
///
/// The first operator of each duty proves herself with that duty's code, which lies in a file of the signer's host; every
/// later one is admitted by an act that two operators approve.
///
/// - SeeAlso: SIGNING 0a, 24
package struct Operators: Sendable {
    let room: SigningRoom

    package init(room: SigningRoom) {
        self.room = room
    }

    package func all() async throws(SignerError) -> [OperatorRecord] {
        try await room.store.reading { try $0.operators().map(\.record) }
    }

    /// Asks for a passkey of a new operator; until she is admitted she may begin again, with another duty too.
    ///
    /// - Throws: `SignerError.dutyHeld` when the person has a duty, or had one.
    package func request(
        _ request: OperatorRequest,
        client: String
    ) async throws(SignerError) -> OperatorEnrolment {
        guard isMailAddress(request.subject), isName(request.name) else { throw .malformed }
        let time = room.now()
        // One mailbox, one person, however she writes it.
        let subject = request.subject.lowercased()
        let known = try await room.store.reading { try $0.operators().first { $0.subject == subject } }
        if let known, [.active, .removed].contains(known.state) { throw .dutyHeld }
        var new =
            known
            ?? Operator(
                id: randomBytes(16).hexadecimal,
                subject: subject,
                name: request.name,
                duty: request.duty,
                userHandle: randomBytes(32),
                state: .requested,
                version: 0,
                openRegistration: nil,
                passkey: nil,
                admission: nil
            )
        // Who was not admitted yet begins again: an act about her passkey of before is outdated by that.
        new.duty = request.duty
        new.state = .requested
        new.passkey = nil
        let challenge = randomBytes(32)
        new.openRegistration = OpenRegistration(
            challenge: challenge,
            expires: time.advanced(by: SignerPolicy.enrolmentLifetime)
        )
        let change = new.changed(.operatorRequested, by: client, at: time, ["subject": new.subject])
        try await room.store.writing { try $0.save(change) }
        return OperatorEnrolment(
            id: new.id,
            challenge: Blob(challenge),
            relyingParty: room.policy.relyingParty,
            userHandle: Blob(new.userHandle)
        )
    }

    /// Keeps a new operator's passkey; with her duty's code she is active at once, if she is its first operator.
    ///
    /// - Throws: `SignerError.operatorCodeRefused` when the code is wrong, or the duty has had an operator.
    package func register(
        _ id: String,
        _ answer: OperatorRegistration,
        client: String
    ) async throws(SignerError) -> OperatorRecord {
        let time = room.now()
        guard let known = try await room.store.reading({ try $0.operator(id) }) else { throw .unknownOperator }
        guard known.state == .requested, let open = known.openRegistration else { throw .illegalTransition }
        guard time < open.expires else { throw .expired }
        if let code = answer.code { try await requireCode(code, of: known, client) }
        let passkey: RegisteredPasskey
        do throws(PasskeyRefusal) {
            passkey = try PasskeyRegistration.verify(
                attestationObject: answer.registration.attestationObject.bytes,
                clientDataJSON: answer.registration.clientDataJSON.bytes,
                challenge: open.challenge,
                relyingParty: room.policy.relyingParty,
                origins: room.policy.origins.sorted()
            )
        } catch {
            throw SignerError(error)
        }
        var enrolled = known
        enrolled.passkey = EnrolledPasskey(
            passkey,
            binding: try await room.keys.code(.passkey(of: known, passkey))
        )
        enrolled.openRegistration = nil
        let isFirst = answer.code != nil
        enrolled.state = isFirst ? .active : .enrolled
        if isFirst { enrolled.admission = try await room.keys.code(.admission(of: known, passkey)) }
        let change = enrolled.changed(
            isFirst ? .operatorAdmitted : .operatorEnrolled,
            by: client,
            at: time,
            enrolled.facts.merging(isFirst ? ["by": "code"] : [:]) { $1 }
        )
        let passkeyID = Array(passkey.credentialID)
        try await room.store.writing { transaction in
            // A passkey opens one thing. WebAuthn Level 3 §7.1 step 26
            guard try transaction.credential(withPasskey: passkeyID) == nil,
                try !transaction.operators().contains(where: { $0.passkey?.id == passkeyID })
            else { throw SignerError.passkeyRefused }
            if isFirst {
                let others = try transaction.operators().filter { $0.duty == known.duty && $0.id != known.id }
                guard others.allSatisfy({ [.requested, .enrolled].contains($0.state) }) else {
                    throw SignerError.operatorCodeRefused
                }
            }
            try transaction.save(change)
        }
        return change.subject.record
    }

    /// A wrong code ends the enrolment, and is recorded.
    private func requireCode(_ code: String, of person: Operator, _ client: String) async throws(SignerError) {
        if let expected = room.policy.operatorCodes[person.duty],
            isSameCode(SignerPolicy.codeDigest(code), expected)
        {
            return
        }
        var ended = person
        ended.openRegistration = nil
        let change = ended.changed(.operatorCodeRefused, by: client, at: room.now(), ["subject": person.subject])
        try await room.store.writing { try $0.save(change) }
        throw .operatorCodeRefused
    }
}
