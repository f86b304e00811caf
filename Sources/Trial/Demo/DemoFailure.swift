/// An answer of the API that says no.
struct APIRefusal: Error, Decodable, CustomStringConvertible {
    let status: Int
    /// Stable code, such as `ENCRYPTED`.
    let code: String
    let ja: String
    let en: String

    var description: String { "\(status) \(code): \(en) / \(ja)" }

    /// Whether the file was refused at upload, and not something that came after it.
    var isOfTheFile = false

    private enum CodingKeys: CodingKey {
        case status, code, ja, en
    }
}

/// What went wrong in a demonstration, besides refusals of the API.
enum DemoFailure: Error, Hashable {
    /// An answer that does not say that this is a test environment.
    case notATest(String)
    case status(String, Int)
    case noInvitation(String)
    /// What the signer was given to approve is not what she read.
    case contextMismatch(String)
    case notSigned(String, state: String)
    case notSealed(state: String, waitingFor: String?)
    /// An order to renew that has not renewed all.
    case notRenewed(done: Int, of: Int)
    case verification(file: String, conclusion: String, exit: Int32)
    /// The sealed document does not begin with the bytes that were uploaded.
    case otherDocument
}
