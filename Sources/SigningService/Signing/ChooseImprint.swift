extension SigningCeremony {
    /// The imprints that her name allows: each says nothing but words of the name.
    package func imprints(for me: Signer) -> [ImprintChoice] {
        let made = ImprintKind.allCases.compactMap { kind in
            try? ImprintRequest(kind: kind, organisation: nil, title: nil, ending: .automatic).choice(for: me.name)
        }
        // What the sender asked for stays on offer as it was asked for.
        return made.map { $0.kind == me.imprint.kind ? me.imprint : $0 }
    }

    /// Has her signature show another imprint; nothing when it is the one she has.
    ///
    /// - Throws: `ServiceError.notViewed`, `.notPossible` once her signature is being made, `.imprintRefused` when her
    ///   name does not allow the kind.
    package func choose(_ kind: ImprintKind, by actor: SignerActor) async throws {
        let time = needs.now()
        let me = try await overview(for: actor).me
        guard me.imprint.kind != kind else { return }
        guard let imprint = imprints(for: me).first(where: { $0.kind == kind }) else {
            throw ServiceError.imprintRefused(signer: 1, .notInName(kind == .representative ? .title : .organisation))
        }
        try await needs.change(actor.envelope) { envelope, _ in
            try envelope.imprintChosen(imprint, by: actor, at: time)
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
