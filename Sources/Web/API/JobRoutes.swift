import Hummingbird
import SignerProtocol
import SigningService

extension API {
    func addJobRoutes(to router: Router<APIContext>) {
        let jobs = Jobs(serviceNeeds)
        router.get("/v1/jobs") { request, _ in
            let all = try await jobs.all(for: try await sender(of: request))
            let time = serviceNeeds.now()
            return JSONAnswer(JobsView(jobs: all.map { JobView($0, at: time) }))
        }
        router.post("/v1/jobs/try") { request, _ in
            let sender = try await sender(of: request)
            let body = try await request.read(JobBody.self)
            return JSONAnswer(JobView(try await jobs.hasten(body.key, by: sender), at: serviceNeeds.now()))
        }
    }
}

private struct JobBody: JSONBody {
    static let members: Set<String> = ["key"]
    let key: String
}

private struct JobsView: Encodable {
    let jobs: [JobView]
}

private struct JobView: Encodable {
    let key: String
    let kind: String
    let ja: String
    let en: String
    let state: String
    let attempts: Int
    let notBefore: String
    let failure: String?
    let lease: LeaseView?

    struct LeaseView: Encodable {
        let holder: String
        let endsAt: String
    }

    init(_ status: JobStatus, at time: Timestamp) {
        key = status.job.key
        kind = status.job.kind
        ja = status.job.title.ja
        en = status.job.title.en
        state = status.standing(at: time).rawValue
        attempts = status.attempts
        notBefore = status.notBefore.rfc3339
        failure = status.failure
        lease = status.lease.map { LeaseView(holder: $0.holder, endsAt: $0.ends.rfc3339) }
    }
}
