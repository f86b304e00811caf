import Foundation
import Outbound

/// The same bytes copied by others: the limit.
struct RawCopy {
    let url: String
    let region: String
    let user: String

    func put(_ file: String) throws {
        try run("curl", signed + ["--upload-file", file, url])
    }

    func get(to file: String) throws {
        try run("curl", signed + ["--output", file, url])
    }

    static func cp(_ file: String, to copy: String) throws {
        try RawCopy(url: "", region: "", user: "").run("cp", [file, copy])
    }

    private var signed: [String] {
        [
            "--silent", "--fail", "--aws-sigv4", "aws:amz:\(region):s3", "--user", user,
            "--header", "x-amz-content-sha256: UNSIGNED-PAYLOAD",
        ]
    }

    private func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchFailure.program(program, status: process.terminationStatus)
        }
    }
}

/// The bucket that `bin/with-seaweedfs` made.
struct BenchBucket {
    let settings: ObjectStoreSettings
    let curl: RawCopy

    init(_ variables: [String: String]) throws {
        func value(_ name: String) throws -> String {
            guard let value = variables[name], !value.isEmpty else { throw BenchFailure.variableMissing(name) }
            return value
        }
        let (url, bucket, region) = (try value("TEST_S3_URL"), try value("TEST_S3_BUCKET"), try value("TEST_S3_REGION"))
        let (id, secret) = (try value("TEST_S3_ACCESS_KEY"), try value("TEST_S3_SECRET_KEY"))
        guard let keys = AccessKeys(id: id, secret: secret),
            let settings = ObjectStoreSettings(
                endpoint: url,
                region: region,
                bucket: bucket,
                keys: keys,
                retainDays: 0,
                trustRoots: nil
            )
        else { throw BenchFailure.variableMissing("TEST_S3_URL") }
        self.settings = settings
        curl = RawCopy(url: "\(url)/\(bucket)/raw-copy", region: region, user: "\(id):\(secret)")
    }
}
