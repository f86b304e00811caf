import SignerProtocol
import SigningService

/// Figures in Prometheus' text format, version 0.0.4.
struct PrometheusText {
    private(set) var text = ""

    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    init(_ figures: OperatingFigures, _ requests: RequestFigures) {
        family(
            "chigiri_envelopes",
            "gauge",
            "Envelopes by state.",
            figures.envelopes.map { (["state": $0.key], $0.value) }
        )
        family("chigiri_jobs", "gauge", "Waiting jobs by kind.", figures.jobs.map { (["kind": $0.key], $0.value) })
        family(
            "chigiri_jobs_failing",
            "gauge",
            "Waiting jobs that have failed at least once, by kind.",
            figures.failingJobs.map { (["kind": $0.key], $0.value) }
        )
        family(
            "chigiri_jobs_running",
            "gauge",
            "Jobs that a worker is at work with, by kind.",
            figures.runningJobs.map { (["kind": $0.key], $0.value) }
        )
        family(
            "chigiri_jobs_stuck",
            "gauge",
            "Jobs that have failed so often that an incident was opened, by kind.",
            figures.stuckJobs.map { (["kind": $0.key], $0.value) }
        )
        family(
            "chigiri_job_attempts_max",
            "gauge",
            "The most attempts that a waiting job has had, by kind.",
            figures.mostAttempts.map { (["kind": $0.key], $0.value) }
        )
        family(
            "chigiri_job_oldest_seconds",
            "gauge",
            "How long the job that has been due longest has waited.",
            [([:], figures.oldestJobSeconds)]
        )
        family("chigiri_incidents_open", "gauge", "Incidents that are not closed.", [([:], figures.openIncidents)])
        family(
            "chigiri_probe_passed",
            "gauge",
            "1 when the newest result of the probe is a pass, else 0.",
            figures.probes.map { (["probe": $0.key], $0.value.outcome == .passed ? 1 : 0) }
        )
        family(
            "chigiri_probe_timestamp_seconds",
            "gauge",
            "When the probe ran last, in seconds since 1970.",
            figures.probes.map { (["probe": $0.key], $0.value.at.milliseconds / 1_000) }
        )
        addTimestamps(figures.timestamps)
        addRequests(requests)
    }

    private mutating func addTimestamps(_ authorities: [TimestampHealth]) {
        family(
            "chigiri_timestamps_day",
            "gauge",
            "Calls for timestamps in the last day, by authority and result.",
            authorities.flatMap { health in
                [
                    (["authority": health.authority, "result": "answered"], health.answered),
                    (["authority": health.authority, "result": "failed"], health.failed),
                ]
            }
        )
        family(
            "chigiri_timestamp_slowest_seconds",
            "gauge",
            "The longest wait for a timestamp in the last day.",
            authorities.map { (["authority": $0.authority], Double($0.slowestMilliseconds) / 1_000) }
        )
        family(
            "chigiri_timestamp_offset_seconds",
            "gauge",
            "The time of an authority that was furthest from our clock in the last day.",
            authorities.compactMap { health in
                health.worstOffsetMilliseconds.map { (["authority": health.authority], Double($0) / 1_000) }
            }
        )
        family(
            "chigiri_timestamp_certificate_end_seconds",
            "gauge",
            "When the authority's certificate ends, in seconds since 1970.",
            authorities.compactMap { health in
                health.lastAnswer.map {
                    (["authority": health.authority], $0.value.certificateEnds.milliseconds / 1_000)
                }
            }
        )
    }

    private mutating func addRequests(_ requests: RequestFigures) {
        let name = "chigiri_http_request_seconds"
        text += "# HELP \(name) How long requests took, by route.\n# TYPE \(name) histogram\n"
        for (key, figures) in requests.all {
            let labels = ["method": key.method, "route": key.route, "status": key.status]
            for (bound, count) in zip(RequestFigures.bounds, figures.within) {
                sample("\(name)_bucket", labels.merging(["le": "\(bound)"]) { old, _ in old }, count)
            }
            sample("\(name)_bucket", labels.merging(["le": "+Inf"]) { old, _ in old }, figures.count)
            sample("\(name)_sum", labels, figures.seconds)
            sample("\(name)_count", labels, figures.count)
        }
    }

    private mutating func family(
        _ name: String,
        _ type: String,
        _ help: String,
        _ samples: [([String: String], some CustomStringConvertible)]
    ) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
        for (labels, value) in samples.sorted(by: {
            "\($0.0.sorted { $0.key < $1.key })" < "\($1.0.sorted { $0.key < $1.key })"
        }) {
            sample(name, labels, value)
        }
    }

    private mutating func sample(_ name: String, _ labels: [String: String], _ value: some CustomStringConvertible) {
        let pairs = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }
        text += "\(name)\(pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}") \(value)\n"
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
