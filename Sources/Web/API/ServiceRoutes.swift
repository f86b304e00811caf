import HTTPTypes
import Hummingbird
import NIOCore
import SigningService

extension API {
    func addServiceRoutes(to router: Router<APIContext>) {
        router.get("/v1/health") { _, _ in
            JSONAnswer(HealthView(status: "ok", environment: environment.rawValue))
        }
        router.get("/v1/ready") { _, _ in
            let readiness = await Readiness(of: serviceNeeds)
            return JSONAnswer(
                ReadinessView(isReady: readiness.missing.isEmpty, missing: readiness.missing),
                status: readiness.missing.isEmpty ? .ok : .serviceUnavailable
            )
        }
        router.get("/v1/metrics") { request, _ in
            // How much goes on here is nobody's business but the operator's.
            guard try await sender(of: request).account.isAdministrator else { throw ServiceError.notAllowed }
            let text = PrometheusText(try await OperatingFigures(of: serviceNeeds), requests).text
            return Response(
                status: .ok,
                headers: [.contentType: PrometheusText.mediaType],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text))
            )
        }
        router.get("/v1/openapi.json") { _, _ in
            Response.json(API.description)
        }
    }

    /// The description of this API, as it is published.
    package static var description: [UInt8] { PackageResources.openapi_json }
}

private struct HealthView: Encodable {
    let status: String
    let environment: String
}

private struct ReadinessView: Encodable {
    let isReady: Bool
    /// What does not answer.
    let missing: [String]

    private enum CodingKeys: String, CodingKey {
        case isReady = "ready"
        case missing
    }
}
