import Foundation

/// A bucket of a trial's own on an S3 server, for the segments of its documents.
struct TrialBucket: Sendable {
    /// Such as `http://127.0.0.1:8333`.
    let endpoint: String
    let accessKey: String
    let secretKey: String

    /// What `bin/test` sets for a run of journeys with a bucket: `http://KEY:SECRET@127.0.0.1:8333`.
    static let variable = "CHIGIRI_TRIAL_S3"

    /// On the server of the process's environment; nil where it names none.
    static var ofEnvironment: TrialBucket? { TrialBucket(ProcessInfo.processInfo.environment[variable] ?? "") }

    /// Nil unless it is a URL with both keys.
    init?(_ text: String) {
        guard var place = URLComponents(string: text), let accessKey = place.user, let secretKey = place.password else {
            return nil
        }
        place.user = nil
        place.password = nil
        guard let endpoint = place.string else { return nil }
        self.init(endpoint: endpoint, accessKey: accessKey, secretKey: secretKey)
    }

    private init(endpoint: String, accessKey: String, secretKey: String) {
        self.endpoint = endpoint
        self.accessKey = accessKey
        self.secretKey = secretKey
    }

    /// Makes an empty bucket, writes both keys into `folder`, and tells how a settings file names them.
    ///
    /// - Throws: `TrialError.bucket`.
    func make(in folder: URL) throws -> ObjectStoreLine {
        let name = "chigiri-trial-\(UInt64.random(in: .min ... .max))"
        guard try ask("PUT", name) else { throw TrialError.bucket(endpoint) }
        let files = (folder.appending(path: "access-key"), folder.appending(path: "secret-key"))
        try TrialFolder.write(accessKey + "\n", to: files.0)
        try TrialFolder.write(secretKey + "\n", to: files.1)
        return ObjectStoreLine(
            kind: "s3",
            endpoint: endpoint,
            region: Self.region,
            bucket: name,
            accessKeyFile: files.0.path,
            secretKeyFile: files.1.path
        )
    }

    /// Removes the bucket that a trial's settings name, with all that is in it; nothing where they name none.
    static func drop(of folder: TrialFolder) {
        struct Settings: Decodable {
            let objectStore: ObjectStoreLine?
        }
        guard let bytes = try? Data(contentsOf: folder.service.appending(path: "settings.json")),
            let line = try? JSONDecoder().decode(Settings.self, from: bytes).objectStore,
            let keys = try? [line.accessKeyFile, line.secretKeyFile].map({ file in
                try TrialFolder.text(URL(filePath: file)).trimmingCharacters(in: .whitespacesAndNewlines)
            })
        else { return }
        _ = try? TrialBucket(endpoint: line.endpoint, accessKey: keys[0], secretKey: keys[1]).ask("DELETE", line.bucket)
    }

    private static let region = "us-east-1"

    /// Whether the server did it.
    ///
    /// curl signs; it reads the keys where no list of processes shows them.
    private func ask(_ method: String, _ bucket: String) throws -> Bool {
        let curl = Process()
        let configuration = Pipe()
        curl.executableURL = URL(filePath: "/usr/bin/env")
        curl.arguments = [
            "curl", "--config", "-", "--silent", "--fail", "--output", "/dev/null", "--request", method,
            "--aws-sigv4", "aws:amz:\(Self.region):s3", "--header", "x-amz-content-sha256: UNSIGNED-PAYLOAD",
            "\(endpoint)/\(bucket)",
        ]
        curl.standardInput = configuration
        try curl.run()
        try configuration.fileHandleForWriting.write(contentsOf: Data("user = \"\(accessKey):\(secretKey)\"\n".utf8))
        try configuration.fileHandleForWriting.close()
        curl.waitUntilExit()
        return curl.terminationStatus == 0
    }
}

/// `objectStore` of a settings file.
struct ObjectStoreLine: Codable, Hashable {
    let kind: String
    let endpoint: String
    let region: String
    let bucket: String
    let accessKeyFile: String
    let secretKeyFile: String
}
