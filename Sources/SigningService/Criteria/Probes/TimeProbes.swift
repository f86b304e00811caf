import Foundation
import SignerProtocol

extension Probe {
    /// Our clock agrees with those of others: what authorities have said of late, and the Date of partners.
    ///
    /// Where none of them can be asked without spending a timestamp, one is spent.
    static let clock = Probe(
        id: "clock",
        title: BilingualText(ja: "時計がほかの時計と合っている", en: "The clock agrees with others"),
        clauses: ["2.1.3-7"],
        interval: .seconds(3_600)
    ) { needs in
        var readings = await needs.clocks?.readings() ?? []
        readings += try await authorities(needs)
        if readings.allSatisfy({ $0.offset == nil }) {
            readings += await needs.timestamps.survey().compactMap(ClockReading.init)
        }
        let facts = Dictionary(
            readings.map { ($0.source, $0.offset.map { "\($0.milliseconds) ± \($0.uncertainty) ms" } ?? "no answer") },
            uniquingKeysWith: { first, _ in first }
        )
        let answers = readings.filter { $0.offset != nil }
        guard !answers.isEmpty else { return .notChecked(facts.isEmpty ? ["clocks": "0"] : facts) }
        let others = answers.filter { $0.differs(by: clockTolerance) }.map(\.source)
        guard !others.isEmpty else { return .passed(facts) }
        // Most of the others against us: it is our clock. Else theirs, which somebody has to look at all the same.
        let suspect = others.count * 2 >= answers.count ? "ours" : others.joined(separator: ", ")
        return .failed(facts.merging(["suspect": suspect]) { _, new in new })
    }

    /// In milliseconds.
    private static let clockTolerance = 2_000

    /// What each authority has said within the last hour.
    private static func authorities(_ needs: ServiceNeeds) async throws -> [ClockReading] {
        let start = needs.now().advanced(by: .seconds(-3_600))
        var seen: Set<String> = []
        return try await needs.store.read { try $0.timestampCalls(since: start) }
            .filter { $0.offsetMilliseconds != nil && seen.insert($0.authority).inserted }
            .compactMap(ClockReading.init)
    }

    /// Every time-stamping authority of the settings answers, and its certificate lasts long enough to renew in time.
    ///
    /// - SeeAlso: TSP-8, LTA-4
    static let timestampAuthorities = Probe(
        id: "timestamp-authorities",
        title: BilingualText(
            ja: "時刻認証局がすべて答え、その証明書が更新に足りる長さで有効",
            en: "Every time-stamping authority answers, and its certificate lasts"
        ),
        clauses: ["2.2.4-4"],
        interval: .seconds(86_400)
    ) { needs in
        let calls = await needs.timestamps.survey()
        var facts = ["authorities": "\(calls.count)"]
        var (isSilent, ends) = (calls.isEmpty, false)
        for call in calls {
            switch call.outcome {
            case .failed(let failure):
                facts[call.authority] = failure.reason
                isSilent = true
            case .answered(let answer):
                facts[call.authority] = "until \(answer.certificateEnds.rfc3339)"
                facts["\(call.authority) accredited"] = answer.isAccredited ? "yes" : "no"
                if answer.certificateEnds.advanced(by: .zero - leadTime) <= needs.now() { ends = true }
            }
        }
        if ends { return .failed(facts) }
        return isSilent ? .notChecked(facts) : .passed(facts)
    }

    /// A timestamp is renewed a year before its authority's certificate ends; what is made now must not be due already,
    /// and three months are left to get another authority.
    private static let leadTime = StampStanding.margin + .seconds(90 * 86_400)
}

extension ClockReading {
    /// Nil when the call told no time.
    fileprivate init?(_ call: TimestampCall) {
        guard let offset = call.offsetMilliseconds else { return nil }
        // genTime is often in whole seconds, rounded down, and was made at some moment of the call.
        let uncertainty = 1_000 + call.milliseconds
        self.init(source: "tsa \(call.authority)", offset: Offset(milliseconds: offset, uncertainty: uncertainty))
    }
}
