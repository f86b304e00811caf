/// What is wrong with this module's own tables.
package enum WebError: Error, Hashable, Sendable {
    /// A table of words that is not JSON text by key.
    case words(language: String)
    /// A template that cannot be parsed.
    case template(name: String, reason: String)
}
