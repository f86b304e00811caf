import Testing

@testable import Trial

extension `In a running instance` {
    @Suite struct `a signer's name` {
        let instance: LiveInstance

        init() throws {
            instance = try #require(LiveInstance.current)
        }

        @Test(
            arguments: [
                (name: "山田\u{E000}", scalars: "U+E000"), (name: "\u{3FFFD}川", scalars: "U+3FFFD"),
                (name: "葛󠇯城", scalars: "U+845B U+E01EF"),
            ]
        )
        func `that no font can show is refused when the envelope is made, and named`(
            name: String,
            scalars: String
        ) async throws {
            let document = try await instance.upload(TinyContract.bytes)
            let before = try await StoredState(of: instance)
            let people = [Person(.witness, in: instance), Person(.party, name: name, in: instance)]
            let refusal = try await refused(422, "GLYPH_MISSING") {
                _ = try await instance.draft(document, for: people)
            }
            for words in [refusal.ja, refusal.en] {
                #expect(words.contains(scalars) && words.contains("2"), "\(words)")
            }
            #expect(try await StoredState(of: instance) == before)
        }

        @Test(arguments: ["髙橋 﨑子", "葛󠄀城", "𠮷野 家", "Zoë O’Brien"])
        func `that a font can show is taken`(name: String) async throws {
            let document = try await instance.upload(TinyContract.bytes)
            let draft = try await instance.draft(document, for: [Person(.party, name: name, in: instance)])
            #expect(draft.state == "draft")
        }
    }
}
