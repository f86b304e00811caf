package import Hummingbird
import Logging
import NIOCore

/// What travels with one request.
package struct APIContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Finds the request in the log; told to people when something fails.
    let reference: String
    private let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
        let number = String(UInt64.random(in: .min ... .max), radix: 16)
        reference = String(repeating: "0", count: 16 - number.count) + number
        logger[metadataKey: "reference"] = "\(reference)"
    }

    /// Most bytes of a JSON body.
    static let jsonLimit = 256 * 1024

    /// Ends the connection in a moment: time to read the answer, not to send on what nobody wants.
    ///
    /// - SeeAlso: RFC 9110 §15.5.14, RFC 9112 §9.6
    func endConnectionSoon() {
        channel.eventLoop.scheduleTask(in: .seconds(2)) { [channel] in channel.close(promise: nil) }
    }
}
