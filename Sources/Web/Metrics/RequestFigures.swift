import Hummingbird
import Synchronization
import Tracing

/// Counts requests and how long they took, by route and class of status: never by address or person.
///
/// A tracer is told the same, in one span for each request.
final class RequestFigures: RouterMiddleware {
    struct Key: Hashable, Comparable {
        let route: String
        let method: String
        /// `2xx` to `5xx`.
        let status: String

        static func < (left: Key, right: Key) -> Bool {
            (left.route, left.method, left.status) < (right.route, right.method, right.status)
        }
    }

    struct Figures {
        var count = 0
        var seconds = 0.0
        /// How many took at most as long as each of `bounds`.
        var within = [Int](repeating: 0, count: RequestFigures.bounds.count)
    }

    /// In seconds.
    static let bounds = [0.01, 0.05, 0.1, 0.5, 1, 5, 30]

    private let counted = Mutex<[Key: Figures]>([:])

    func handle(
        _ request: Request,
        context: APIContext,
        next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        let clock = ContinuousClock()
        let start = clock.now
        let response = try await withSpan(request.method.rawValue, ofKind: .server) { span in
            let response = try await next(request, context)
            // Never the path: it may hold the token of a link.
            span.operationName = "\(request.method.rawValue) \(context.endpointPath ?? "none")"
            span.attributes["http.response.status_code"] = response.status.code
            return response
        }
        let taken = start.duration(to: clock.now)
        let seconds = Double(taken.components.seconds) + Double(taken.components.attoseconds) * 1e-18
        // The pattern of the route, so that no token and no id becomes a label.
        let key = Key(
            route: context.endpointPath ?? "none",
            method: request.method.rawValue,
            status: "\(response.status.code / 100)xx"
        )
        counted.withLock { figures in
            var figure = figures[key] ?? Figures()
            figure.count += 1
            figure.seconds += seconds
            for (index, bound) in Self.bounds.enumerated() where seconds <= bound { figure.within[index] += 1 }
            figures[key] = figure
        }
        return response
    }

    var all: [(key: Key, figures: Figures)] {
        counted.withLock { $0.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
    }
}
