import Hummingbird

extension Request {
    /// What is looked for, `q` of the query as a form sends it; nil when there is none.
    ///
    /// - Throws: `Problem` when it is not UTF-8, or there are two.
    /// - SeeAlso: URL Standard §5.1
    func searched() throws -> String? {
        let values = (uri.query ?? "").split(separator: "&")
            .map { $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false) }
            .filter { $0.first == "q" }
        guard let parts = values.first else { return nil }
        guard values.count == 1, let text = Form.plain(parts.count > 1 ? parts[1] : "") else {
            throw Problem.formMalformed
        }
        return text
    }
}
