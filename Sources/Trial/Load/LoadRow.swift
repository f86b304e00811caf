import Foundation

/// What came of one number of contracts on their way at once.
struct LoadRow: Sendable {
    let inFlight: Int
    /// From the upload to the sealed contract, shortest first; at least one.
    let latencies: [Duration]
    let elapsed: Duration
    let processorTime: ProcessorTime

    static let titles = [
        "in flight", "contracts", "seconds", "contracts/s", "median s", "95 % s", "ms service", "ms signer",
        "ms people",
    ].joined(separator: "\t")

    var line: String {
        let count = Double(latencies.count)
        let seconds = elapsed.seconds
        func rank(_ part: Double) -> Double { latencies[Int(part * (count - 1))].seconds }
        let figures = [
            String(format: "%.1f", seconds), String(format: "%.2f", count / seconds),
            String(format: "%.2f", rank(0.5)), String(format: "%.2f", rank(0.95)),
        ]
        let shares = [processorTime.service, processorTime.signer, processorTime.people].map {
            String(format: "%.0f", $0 / count * 1000)
        }
        return (["\(inFlight)", "\(latencies.count)"] + figures + shares).joined(separator: "\t")
    }
}

extension Duration {
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
