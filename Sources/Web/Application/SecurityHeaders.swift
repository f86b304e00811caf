import HTTPTypes
import Hummingbird
import SigningService

/// Says on every answer which environment it comes from, and forbids browsers what no answer of ours needs.
struct SecurityHeaders: RouterMiddleware {
    let environment: ServiceEnvironment

    func handle(
        _ request: Request,
        context: APIContext,
        next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for (name, value) in fields where response.headers[name] == nil { response.headers[name] = value }
        return response
    }

    private var fields: [(HTTPField.Name, String)] {
        // Strict transport is said for a host with all its ports: on localhost it would shut the trial's pages out.
        (environment == .production ? [(.strictTransportSecurity, "max-age=31536000")] : []) + [
            (.chigiriEnvironment, environment.rawValue),
            (.cacheControl, "no-store"),
            (.xContentTypeOptions, "nosniff"),
            (.contentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'"),
            (.referrerPolicy, "no-referrer"),
            (.crossOriginResourcePolicy, "same-origin"),
        ]
    }
}

extension HTTPField.Name {
    static let chigiriEnvironment = field("Chigiri-Environment")
    static let referrerPolicy = field("Referrer-Policy")
    static let crossOriginResourcePolicy = field("Cross-Origin-Resource-Policy")

    private static func field(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is a token of RFC 9110 §5.6.2") }
        return name
    }
}
