import HTTPTypes
import SignerProtocol
import SigningService
import Testing

@testable import Web

@Suite struct `A problem` {
    @Test func `of a dependency that is down says when to try again`() {
        let problem = Problem(ServiceError.waiting(for: .timestampAuthority, retryAfterInSeconds: 8))
        #expect(problem.status == .serviceUnavailable)
        #expect(problem.retryAfterInSeconds == 8)
    }

    @Test func `of a link that has done its work is 410`() {
        #expect(Problem(ServiceError.linkOver(state: "signed")).status == .gone)
    }

    @Test func `of another signer at the same instant is 423`() {
        let problem = Problem(ServiceError.busy(until: Timestamp(milliseconds: 0)))
        #expect(problem.status.code == 423)
        #expect(problem.retryAfterInSeconds != nil)
    }

    @Test func `of a refused file names the reason and the place`() throws {
        let problem = Problem(
            ServiceError.documentRefused([DocumentFinding(code: "JAVASCRIPT", object: 12, offset: 3456)])
        )
        #expect(problem.status == .unprocessableContent)
        let body = ProblemBody(problem, words: try Words(), reference: "r")
        #expect(body.code == "JAVASCRIPT")
        #expect(body.findings?.first?.object == 12)
        #expect(body.findings?.first?.offset == 3456)
        #expect(body.ja.contains("JavaScript"))
    }

    @Test func `of a reason without words of its own still says what to do`() throws {
        let problem = Problem(
            ServiceError.documentRefused([DocumentFinding(code: "BRAND_NEW", object: nil, offset: nil)])
        )
        let body = ProblemBody(problem, words: try Words(), reference: "r")
        #expect(body.en.contains("BRAND_NEW"))
    }

    @Test(arguments: SignerError.allCases)
    func `of the signer is never a success`(error: SignerError) {
        #expect(Problem(ServiceError.signerRefused(error)).status.code >= 400)
    }
}
