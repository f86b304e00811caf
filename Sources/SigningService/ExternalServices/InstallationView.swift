/// The running installation as a stranger on the network sees it.
///
/// Every method throws `ExternalServiceError` when nobody answers at all.
package protocol InstallationView: Sendable {
    /// Whether the signer, which answers us, turns away a caller that shows no certificate.
    func signerRefusesStrangers() async throws -> Bool
    /// Whether our own interface speaks TLS 1.2 or newer and refuses what is older.
    func refusesOldTLS() async throws -> Bool
    /// The answer to a GET of one of our own paths, without cookies or credentials.
    func page(_ path: String) async throws -> PublicPage
}

/// A page as anybody gets it.
package struct PublicPage: Hashable, Sendable {
    package let status: Int
    /// Names in lower case.
    package let headers: [String: String]
    /// A megabyte at most.
    package let body: [UInt8]

    package init(status: Int, headers: [String: String], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
