package import Hummingbird

/// What travels with one request.
package struct APIContext: RequestContext {
    package var coreContext: CoreRequestContextStorage

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }

    /// Most bytes of a JSON body.
    static let jsonLimit = 256 * 1024
}
