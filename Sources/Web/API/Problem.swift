import Foundation
import HTTPTypes
import Hummingbird
import SigningService

/// A refusal on its way out: status, stable code and what its words need.
///
/// - SeeAlso: RFC 9457
struct Problem: Error {
    let status: HTTPResponse.Status
    let code: String
    var values: [String: Words.Value] = [:]
    var findings: [DocumentFinding] = []
    var retryAfterInSeconds: Int?
}

extension Problem {
    static let tokenMissing = Problem(status: .unauthorized, code: "TOKEN_MISSING")
    static let notFound = Problem(status: .notFound, code: "NOT_FOUND")
    static let failure = Problem(status: .internalServerError, code: "FAILURE")

    static func malformed(_ reason: String) -> Problem {
        Problem(status: .badRequest, code: "REQUEST_MALFORMED", values: ["reason": .text(reason)])
    }

    static func contentType(expected: String) -> Problem {
        Problem(status: .unsupportedMediaType, code: "CONTENT_TYPE", values: ["expected": .text(expected)])
    }

    static func bodyTooLarge(limit: Int) -> Problem {
        Problem(status: .contentTooLarge, code: "BODY_TOO_LARGE", values: ["limit": .number(limit)])
    }
}

/// The body of a problem answer.
struct ProblemBody: Encodable {
    let type: String
    let title: String
    let status: Int
    let code: String
    let ja: String
    let en: String
    let reference: String
    let findings: [Finding]?

    struct Finding: Encodable {
        let code: String
        let ja: String
        let en: String
        let object: Int?
        let offset: Int?

        init(_ finding: DocumentFinding, words: Words) {
            code = finding.code
            ja = words.preflight(finding.code, in: .ja)
            en = words.preflight(finding.code, in: .en)
            object = finding.object
            offset = finding.offset
        }
    }

    init(_ problem: Problem, words: Words, reference: String) {
        let ja = words.problem(problem, in: .ja)
        let en = words.problem(problem, in: .en)
        type = "urn:chigiri:problem:\(problem.code)"
        title = en.split(separator: ". ", maxSplits: 1).first.map(String.init) ?? en
        status = problem.status.code
        code = problem.code
        self.ja = ja
        self.en = en
        self.reference = reference
        let findings = problem.findings.map { Finding($0, words: words) }
        self.findings = findings.isEmpty ? nil : findings
    }
}

extension Words {
    /// What a problem says; its findings are said one by one.
    func problem(_ problem: Problem, in language: Language) -> String {
        sentence(problem.code, in: language, problem.values)
            ?? (problem.findings.isEmpty
                ? sentence("FAILURE", in: language) ?? "" : preflight(problem.code, in: language))
    }

    func preflight(_ code: String, in language: Language) -> String {
        sentence(code, in: language) ?? sentence("PREFLIGHT", in: language, ["code": .text(code)]) ?? ""
    }
}
