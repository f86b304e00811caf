extension SigningCeremony {
    /// The imprints on offer: each that her name allows, which says nothing but words of the name, and what she wrote.
    package func imprints(for me: Signer) -> [ImprintChoice] {
        let made = ImprintKind.allCases.compactMap { kind in
            try? ImprintRequest(kind: kind, organisation: nil, title: nil, ending: .automatic).choice(for: me.name)
        }
        // What the sender asked for stays on offer as it was asked for.
        let offered = made.map { $0.kind == me.imprint.kind ? me.imprint : $0 }
        return me.imprint.kind == .written ? offered + [me.imprint] : offered
    }

    /// Has her signature show another imprint; nothing when it is the one she has.
    ///
    /// `handwriting` is her name written by hand, for the kind that shows it; nil: as she wrote it before.
    ///
    /// - Throws: `ServiceError.notViewed`, `.notPossible` once her signature is being made, `.imprintRefused` when her
    ///   name does not allow the kind, or nothing was written.
    package func choose(_ kind: ImprintKind, _ handwriting: Handwriting? = nil, by actor: SignerActor) async throws {
        let time = needs.now()
        let me = try await overview(for: actor).me
        let wanted =
            if kind == .written, let handwriting {
                ImprintChoice.written(handwriting)
            } else {
                imprints(for: me).first { $0.kind == kind }
            }
        guard let wanted else { throw ServiceError.imprintRefused(signer: 1, Self.refusal(of: kind)) }
        guard me.imprint != wanted else { return }
        try await needs.change(actor.envelope) { envelope, transaction in
            try transaction.freed(envelope, for: actor.signer, at: time).imprintChosen(wanted, by: actor, at: time)
        }
    }

    private static func refusal(of kind: ImprintKind) -> ImprintRefusal {
        switch kind {
        case .personal, .corporate: .notInName(.organisation)
        case .representative: .notInName(.title)
        case .written: .missing(.handwriting)
        }
    }

    /// Her imprint as SVG, or the one of this kind; throws `ServiceError.pageUnknown` when her name does not allow it.
    package func imprint(_ kind: ImprintKind?, for actor: SignerActor) async throws -> String {
        let me = try await overview(for: actor).me
        let wanted = kind ?? me.imprint.kind
        guard let imprint = imprints(for: me).first(where: { $0.kind == wanted }) else {
            throw ServiceError.pageUnknown
        }
        return try imprint.svg(name: me.name, fonts: needs.fonts)
    }
}
