import Typesetting

extension SigningCeremony {
    /// Keeps what she wrote into her fields, by the names of the fields; an empty text leaves the field empty.
    ///
    /// A consent that she gave to other words counts no more.
    ///
    /// - Throws: `ServiceError.notViewed`, `.notPossible` once her signature is being made, `.textFieldUnknown`,
    ///   `.textRefused`, `.textWithoutGlyph` and `.textTooLong` with the label of the field.
    package func fill(_ values: [String: String], by actor: SignerActor) async throws {
        let me = try await overview(for: actor).me
        guard Set(values.keys).isSubset(of: me.texts.map(\.field)) else { throw ServiceError.textFieldUnknown }
        let texts = try me.texts.map { text in
            var filled = text
            if let value = values[text.field] { filled.value = try written(value, into: text) }
            return filled
        }
        guard texts != me.texts else { return }
        let time = needs.now()
        try await needs.change(actor.envelope) { envelope, transaction in
            try transaction.freed(envelope, for: actor.signer, at: time).filled(texts, by: actor, at: time)
        }
    }

    private func written(_ value: String, into text: SignerText) throws -> String? {
        guard !value.allSatisfy(\.isWhitespace) else { return nil }
        let value = try line(value, field: text.label, limit: 200)
        do {
            let fits =
                try FilledTextAppearance.appearance(
                    of: value,
                    width: text.box.width,
                    height: text.box.height,
                    fonts: needs.fonts
                ) != nil
            guard fits else { throw ServiceError.textTooLong(label: text.label) }
        } catch TypesettingError.missingGlyph(let glyph) {
            throw ServiceError.textWithoutGlyph(
                label: text.label,
                scalars: glyph.codePoints.split(separator: " ").map(String.init)
            )
        }
        return value
    }
}
