import Testing

@testable import Trial

/// The refusal that `work` has to meet: this status and code, with cause and remedy in both languages.
@discardableResult
func refused(
    _ status: Int,
    _ code: String,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ work: () async throws -> Void
) async throws -> APIRefusal {
    do {
        try await work()
    } catch let refusal as APIRefusal {
        #expect(refusal.status == status, "\(refusal)", sourceLocation: sourceLocation)
        #expect(refusal.code == code, "\(refusal)", sourceLocation: sourceLocation)
        expectCauseAndRemedy(ja: refusal.ja, en: refusal.en, sourceLocation: sourceLocation)
        return refusal
    }
    Issue.record("nothing was refused", sourceLocation: sourceLocation)
    throw DemoFailure.status(code, 200)
}

/// Two sentences in each language: what is wrong, and what to do about it.
func expectCauseAndRemedy(ja: String, en: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let isJapanese = ja.contains { ("ぁ"..."ヿ").contains($0) } && ja.hasSuffix("。")
    #expect(isJapanese && ja.split(separator: "。").count >= 2, "\(ja)", sourceLocation: sourceLocation)
    let isEnglish = !en.contains { ("ぁ"..."ヿ").contains($0) } && en.hasSuffix(".")
    #expect(isEnglish && en.split(separator: ". ").count >= 2, "\(en)", sourceLocation: sourceLocation)
}
