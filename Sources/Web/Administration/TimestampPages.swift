import Hummingbird
import SignerProtocol
import SigningService

/// How the time-stamping authorities answer, for those who operate.
extension Pages {
    private struct View {
        let authorities: [Authority]
        let calls: [Call]
        let hasNone: Bool
    }

    private struct Authority {
        let name: String
        let mark: Mark
        let state: String
        let answered: Int
        let failed: Int
        let slowest: String
        let offset: String
        let ends: String
        let accredited: String
        let failure: String
    }

    private struct Call {
        let time: String
        let name: String
        let mark: Mark
        let result: String
        let count: Int
        let duration: String
        let offset: String
    }

    /// What a page shows at most.
    private static let callLimit = 100

    func addTimestampPages(to router: Router<APIContext>) {
        router.get("/timestamps") { request, context in
            await page(request, context) { visit in
                let sender = try await operations(visit)
                let language = visit.language()
                var frame = frame(words.text("timestamps.heading", in: language), visit, language, sender)
                frame.isJobs = true
                let history = try await timestampAuthorities.history(limit: Self.callLimit, for: sender)
                let view = View(
                    authorities: history.health.map { row($0, language) },
                    calls: history.newest.map { row($0, language) },
                    hasNone: history.health.isEmpty
                )
                return html("timestamps", frame, view, in: language)
            }
        }
    }

    private func row(_ health: TimestampHealth, _ language: Language) -> Authority {
        let answer = health.lastAnswer?.value
        return Authority(
            name: health.authority,
            mark: health.isFailing ? .fail : .done,
            state: words.text(health.isFailing ? "timestamps.failing" : "timestamps.answering", in: language),
            answered: health.answered,
            failed: health.failed,
            slowest: "\(health.slowestMilliseconds) ms",
            offset: milliseconds(health.worstOffsetMilliseconds),
            ends: answer.map { JapaneseTime($0.certificateEnds).register } ?? "—",
            accredited: answer.map { words.text(yesOrNo($0.isAccredited), in: language) } ?? "—",
            failure: health.lastFailure.map { "\(JapaneseTime($0.at).register)　\($0.value.reason)" } ?? "—"
        )
    }

    private func row(_ call: TimestampCall, _ language: Language) -> Call {
        let (mark, result): (Mark, String) =
            switch call.outcome {
            case .answered: (.done, words.text("timestamps.answering", in: language))
            case .failed(let failure): (.fail, failure.reason)
            }
        return Call(
            time: JapaneseTime(call.at).register,
            name: call.authority,
            mark: mark,
            result: result,
            count: call.calls,
            duration: "\(call.milliseconds) ms",
            offset: milliseconds(call.offsetMilliseconds)
        )
    }

    private func milliseconds(_ value: Int?) -> String { value.map { "\($0) ms" } ?? "—" }

    private func yesOrNo(_ value: Bool) -> String { value ? "timestamps.yes" : "timestamps.no" }
}
