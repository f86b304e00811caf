/// What stops a trial.
enum TrialError: Error, Hashable {
    /// A file of the trial folder that is not there or not what it should be.
    case folder(path: String, reason: String)
    /// The folder was made for other ports.
    case port(asked: Int, made: Int)
    /// The folder was made for keys of another type; nil is the signer's own choice.
    case keyType(asked: String, made: String?)
    case noFreePorts
    /// The server makes no database for us.
    case database(String, reason: String)
    /// Nor does the object store make a bucket.
    case bucket(String)
    /// A program that should be there beside this one.
    case programMissing(String)
    /// A program of ours ended, or did not answer in time; its log tells why.
    case program(String, log: String)
    case request(RequestFault)
    case encoding
}

/// What is wrong with a request to the trial authority.
enum RequestFault: Error, Hashable {
    case malformed
    case algorithm
    /// The request is not signed by the key in it.
    case proofOfPossession
    case addressMissing
    case unknownSerial
}

extension TrialError: CustomStringConvertible {
    var description: String {
        switch self {
        case .folder(let path, let reason): "\(path): \(reason)"
        case .port(let asked, let made):
            "this folder was made for port \(made), not \(asked): the port is written into its certificates; use another --data"
        case .keyType(let asked, let made):
            "this folder was made for keys of type \(made ?? "P-256"), not \(asked); use another --data"
        case .noFreePorts: "no three free ports in a row on 127.0.0.1"
        case .database(let server, let reason): "no database at \(server): \(reason)"
        case .bucket(let endpoint): "no bucket at \(endpoint): is CHIGIRI_TRIAL_S3 right, and curl installed?"
        case .programMissing(let path): "\(path) is not there: build the package first"
        case .program(let name, let log): "\(name) did not come up; its log is \(log)"
        case .request(let fault): "request refused: \(fault)"
        case .encoding: "not encodable"
        }
    }
}
