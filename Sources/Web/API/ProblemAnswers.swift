import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import SignatureValidation
import SigningService

/// Turns every error into `application/problem+json`; the log has the details under the same reference.
struct ProblemAnswers: RouterMiddleware {
    let words: Words

    func handle(
        _ request: Request,
        context: APIContext,
        next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            return try answer(context.refused(error), reference: context.reference)
        }
    }

    private func answer(_ problem: Problem, reference: String) throws -> Response {
        let body = try jsonBytes(ProblemBody(problem, words: words, reference: reference))
        var headers: HTTPFields = [.contentType: "application/problem+json"]
        if let seconds = problem.retryAfterInSeconds { headers[.retryAfter] = "\(seconds)" }
        if problem.status == .contentTooLarge { headers[.connection] = "close" }
        if problem.status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
        return Response(
            status: problem.status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        )
    }
}

extension APIContext {
    /// Notes why a request is refused, under its reference, and says what to answer.
    func refused(_ error: any Error) -> Problem {
        let problem = Problem(any: error)
        let level: Logger.Level = problem.status.code >= 500 ? .error : .info
        logger.log(level: level, "refused: \(problem.code)", metadata: ["error": "\(error)"])
        if problem.status == .contentTooLarge { endConnectionSoon() }
        return problem
    }
}

extension Problem {
    init(any error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as ServiceError: self.init(error)
        case let error as ValidationError: self.init(error)
        case let error as HTTPError where error.status == .notFound: self = .notFound
        case let error as HTTPError where error.status == .contentTooLarge:
            self = .bodyTooLarge(limit: APIContext.jsonLimit)
        default: self = .failure
        }
    }
}

extension Problem {
    /// Nothing could be judged; the words are kept with those of other problems.
    fileprivate init(_ error: ValidationError) {
        let reason =
            switch error {
            case .unreadable(let reason), .containerUnreadable(let reason), .evidenceUnreadable(let reason),
                .limitReached(let reason):
                reason
            case .unsigned: ""
            }
        self.init(status: .unprocessableContent, code: error.code, values: ["reason": .text(reason)])
    }
}
