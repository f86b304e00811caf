package import Hummingbird
import Logging

/// What travels with one request.
package struct APIContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Finds the request in the log; told to people when something fails.
    let reference: String

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        let number = String(UInt64.random(in: .min ... .max), radix: 16)
        reference = String(repeating: "0", count: 16 - number.count) + number
        logger[metadataKey: "reference"] = "\(reference)"
    }

    /// Most bytes of a JSON body.
    static let jsonLimit = 256 * 1024
}
