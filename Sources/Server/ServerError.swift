import Foundation

/// Why a command cannot do its work.
enum ServerError: Error, Equatable {
    /// The signer's settings, of which the sandbox needs the module's place.
    case settingsUnreadable(path: String, reason: String)
    case fileUnreadable(String)
    case programMissing(String)
    case notExecuted(String, errno: Int32)
    /// One of signer and service is a test, the other is not.
    case environmentsDiffer(service: String, signer: String)
    case notRestarted(String)
    case bucketRefused(String, reason: String)
}

extension ServerError: CustomStringConvertible, LocalizedError {
    /// Cause and remedy for the operator, who reads them in a terminal.
    var description: String {
        switch self {
        case .settingsUnreadable(let path, let reason):
            "the settings \(path) cannot be read (\(reason)); `chigiri-trial init` makes an example"
        case .fileUnreadable(let path):
            "the file \(path) cannot be read"
        case .programMissing(let name):
            "the program \(name) is missing; `bin/setup` installs what is needed, our own programs lie side by side"
        case .notExecuted(let name, let number):
            "\(name) could not be started (errno \(number))"
        case .environmentsDiffer(let service, let signer):
            "the service is \(service), but the signer is \(signer); both must be the same"
        case .notRestarted(let name):
            "\(name) has ended, and CHIGIRI_NO_RESTART is set"
        case .bucketRefused(let name, let reason):
            "the bucket \(name) cannot hold the documents: \(reason); correct the settings objectStore, or the bucket"
        }
    }

    var errorDescription: String? { description }
}
