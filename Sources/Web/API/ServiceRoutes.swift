import Hummingbird
import SigningService

extension API {
    func addServiceRoutes(to router: Router<APIContext>) {
        router.get("/v1/health") { _, _ in
            JSONAnswer(HealthView(status: "ok", environment: environment.rawValue))
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
