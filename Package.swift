// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioFoundation = Target.Dependency.product(name: "NIOFoundationCompat", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")
let inMemoryTracing = Target.Dependency.product(name: "InMemoryTracing", package: "swift-distributed-tracing")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")

/// A target of ours: Swift 6 mode, warnings are errors, imports are internal unless they say otherwise.
func module(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func command(
    _ name: String,
    _ dependencies: [Target.Dependency],
    path: String? = nil,
    exclude: [String] = []
) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: path, exclude: exclude, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "chigiri",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "chigiri", targets: ["Server"]),
        .executable(name: "chigiri-signer", targets: ["SignerCommand"]),
        .executable(name: "chigiri-verify", targets: ["Verifier"]),
        .executable(name: "chigiri-trial", targets: ["Trial"]),
        .executable(name: "main-job-bench", targets: ["MainJobBench"]),
        .executable(name: "signatures-bench", targets: ["SignaturesBench"]),
        .executable(name: "large-files-bench", targets: ["LargeFilesBench"]),
        .executable(name: "object-store-bench", targets: ["ObjectStoreBench"]),
        .executable(name: "storage-bench", targets: ["StorageBench"]),
        .executable(name: "renewal-bench", targets: ["RenewalBench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates.git", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing.git", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        // Libraries of the system, each imported by exactly one target.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CPKCS11", pkgConfig: "p11-kit-1", providers: [.apt(["libp11-kit-dev"])]),
        .systemLibrary(name: "CFido2", pkgConfig: "libfido2", providers: [.apt(["libfido2-dev"])]),
        .systemLibrary(
            name: "CTypesetting",
            pkgConfig: "harfbuzz harfbuzz-subset fontconfig libqrencode",
            providers: [.apt(["libharfbuzz-dev", "libfontconfig-dev", "libqrencode-dev"])]
        ),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),

        // Published standards.
        module("PDF", ["CZlib", crypto]),
        module("CMS", [asn1, crypto, cryptoExtras]),
        module("PAdES", ["PDF", "CMS", crypto]),
        module("ASiC", ["CMS", "CZlib", crypto]),
        module("SignatureValidation", ["PDF", "CMS", "ASiC", asn1, crypto]),

        // Walls.
        module("Passkeys", ["CFido2", crypto]),
        module("Typesetting", ["CTypesetting"]),
        module("PKCS11", ["CPKCS11"]),

        // Programs that strangers' files are given to, each in a sandbox.
        module("Converters", []),

        // libpq, for the engines of both processes.
        module("PostgresConnection", ["SignerProtocol", "CLibPQ"]),

        // The SQLite file of either process, read as rows.
        module("SQLiteSnapshot", ["SignerProtocol", grdb]),

        // What both processes examine themselves with.
        module("Doctor", ["CMS", crypto, cryptoExtras]),

        // The signer's side.
        module("SignerProtocol", [asn1, crypto]),
        module("SigningKeys", ["SignerProtocol", "CMS", "Passkeys", "PKCS11", asn1, crypto, logging]),
        module(
            "SQLiteSignerStorage",
            ["SigningKeys", "SignerProtocol", grdb],
            resources: [.embedInCode("Migrations")]
        ),
        module(
            "PostgresSignerStorage",
            ["PostgresConnection", "SigningKeys", "SignerProtocol"],
            resources: [.embedInCode("Migrations")]
        ),
        module(
            "SignerEndpoint",
            [
                "SigningKeys", "SignerProtocol", hummingbird, hummingbirdTLS, lifecycle, nioCore, nioSSL,
                nioFoundation, asn1, unixSignals, x509, logging,
            ]
        ),

        // The service's side.
        module(
            "SigningService",
            [
                "PDF", "CMS", "PAdES", "SignatureValidation", "Passkeys", "Typesetting", "Converters", "SignerProtocol",
                asn1, crypto, logging, tracing,
            ],
            resources: [.embedInCode("Statements"), .embedInCode("Criteria/Catalogue")]
        ),
        module("SQLiteStorage", ["SigningService", "SignerProtocol", grdb], resources: [.embedInCode("Migrations")]),
        module(
            "PostgresStorage",
            ["PostgresConnection", "SigningService", "SignerProtocol"],
            resources: [.embedInCode("Migrations")]
        ),
        module(
            "Outbound",
            [
                "SigningService", "SignerProtocol", "CMS", "CCurl", asyncHTTPClient, crypto, logging, nioCore, nioHTTP1,
                nioSSL,
            ]
        ),
        module(
            "Web",
            [
                "SigningService", "SignatureValidation", "SignerProtocol", httpTypes, hummingbird, hummingbirdTLS,
                mustache, nioCore, nioSSL, lifecycle, logging, crypto, tracing,
            ],
            resources: [
                .embedInCode("Resources"), .embedInCode("Localization"), .embedInCode("Templates"),
                .embedInCode("Assets"),
            ]
        ),

        // What both commands that judge a stranger's file are made of.
        module("VerificationCommand", ["PDF", "CMS", "SignatureValidation", argumentParser]),

        // Commands.
        command(
            "Server",
            [
                "PDF", "CMS", "PAdES", "SignatureValidation", "SigningService", "SQLiteStorage", "PostgresStorage",
                "PostgresConnection", "SQLiteSnapshot", "Outbound", "Web", "Typesetting", "SignerProtocol", "Doctor",
                "VerificationCommand", argumentParser,
                lifecycle, unixSignals, logging, crypto,
            ]
        ),
        command(
            "SignerCommand",
            [
                "SigningKeys", "SignerEndpoint", "SQLiteSignerStorage", "PostgresSignerStorage", "PostgresConnection",
                "SQLiteSnapshot", "SignerProtocol", "PKCS11", "Doctor", argumentParser, logging,
            ]
        ),
        command("Verifier", ["VerificationCommand", argumentParser]),
        command(
            "Trial",
            [
                "CMS", "PDF", "PostgresConnection", crypto, httpTypes, hummingbird, nioCore, nioHTTP1, nioPosix, nioSSL,
                asyncHTTPClient, argumentParser, logging,
            ]
        ),

        // What the benches share: the contracts they measure with.
        .target(
            name: "BenchSupport",
            dependencies: ["PDF"],
            path: "bench/support",
            swiftSettings: strict
        ),
        command(
            "MainJobBench",
            [
                "SigningService", "SQLiteStorage", "SignerProtocol", "Typesetting", "PAdES", "PDF", "CMS",
                "SignatureValidation", "DeclaredPKI", "BenchSupport", crypto,
            ],
            path: "bench/main-job",
            exclude: ["README.md", "run"]
        ),
        command(
            "SignaturesBench",
            ["PAdES", "PDF", "CMS", "SignatureValidation", "DeclaredPKI", crypto, cryptoExtras],
            path: "bench/signatures",
            exclude: ["README.md", "run", "compare.py", "processes.py", "pyhanko_once.py"]
        ),
        command(
            "LargeFilesBench",
            ["PAdES", "PDF", "CMS", "SignatureValidation", "SigningService", "DeclaredPKI", crypto],
            path: "bench/large-files",
            exclude: ["README.md", "run"]
        ),

        command(
            "RenewalBench",
            [
                "SigningService", "SQLiteStorage", "SignerProtocol", "Typesetting", "PAdES", "PDF", "CMS",
                "SignatureValidation", "DeclaredPKI", "BenchSupport", crypto, logging,
            ],
            path: "bench/renewal",
            exclude: ["README.md", "run"]
        ),
        command(
            "ObjectStoreBench",
            ["Outbound", "SigningService", logging],
            path: "bench/object-store",
            exclude: ["README.md", "run"]
        ),
        command(
            "StorageBench",
            [
                "SigningService", "SQLiteStorage", "PostgresStorage", "PostgresConnection", "SignerProtocol", "CLibPQ",
                grdb,
            ],
            path: "bench/storage",
            exclude: ["README.md", "run"]
        ),

        // The certificates that tests and measurements declare: authorities, responders, signers, with keys in memory.
        .target(
            name: "DeclaredPKI",
            dependencies: ["CMS", crypto, cryptoExtras],
            path: "Tests/Support/DeclaredPKI",
            swiftSettings: strict
        ),

        // Reads one file in a process of its own, within limits: what breaks a reader breaks that process alone.
        command("OddFileProbe", ["PDF", "SignatureValidation"], path: "Tests/Support/OddFileProbe"),

        // What the tests of the signer share: a token, an authority, an authenticator.
        .target(
            name: "SignerTestSupport",
            dependencies: [
                "SigningKeys", "SQLiteSignerStorage", "SignerProtocol", "PKCS11", "CMS", "DeclaredPKI", crypto,
                logging,
            ],
            path: "Tests/Support/SignerTestSupport",
            swiftSettings: strict
        ),

        // Databases on the server that `bin/with-postgres` makes.
        .target(
            name: "PostgresTestSupport",
            dependencies: ["PostgresConnection"],
            path: "Tests/Support/PostgresTestSupport",
            swiftSettings: strict
        ),

        tests("PDFTests", ["PDF", crypto]),
        tests("CMSTests", ["CMS", "DeclaredPKI", asn1, crypto]),
        tests("PAdESTests", ["PAdES", "PDF", "CMS", "DeclaredPKI", crypto]),
        tests("ASiCTests", ["ASiC", "CMS", crypto]),
        tests(
            "SignatureValidationTests",
            [
                "SignatureValidation", "PAdES", "ASiC", "PDF", "CMS", "DeclaredPKI", "OddFileProbe", asn1, crypto,
                cryptoExtras,
            ]
        ),
        tests(
            "VerificationCommandTests",
            ["VerificationCommand", "SignatureValidation", "PAdES", "PDF", "CMS", "DeclaredPKI", argumentParser]
        ),
        tests("PasskeysTests", ["Passkeys", crypto]),
        tests("TypesettingTests", ["Typesetting"]),
        tests("DoctorTests", ["Doctor", "CMS", crypto]),
        tests("ConvertersTests", ["Converters"]),
        tests("PKCS11Tests", ["PKCS11", "SignerTestSupport", crypto]),
        tests("SignerProtocolTests", ["SignerProtocol", crypto]),
        tests(
            "SigningKeysTests",
            [
                "SigningKeys", "SQLiteSignerStorage", "SignerProtocol", "SignerTestSupport", "CMS", "DeclaredPKI",
                crypto,
                grdb,
            ]
        ),
        tests(
            "SignerEndpointTests",
            [
                "SignerEndpoint", "SigningKeys", "SignerProtocol", "SignerTestSupport", "CMS", "DeclaredPKI", crypto,
                httpTypes,
                hummingbirdTesting, logging, nioCore, nioSSL,
            ]
        ),
        tests(
            "SigningServiceTests",
            [
                "SigningService", "SQLiteStorage", "SignerProtocol", "SigningKeys", "PKCS11", "SignerTestSupport",
                "CMS", "DeclaredPKI", "PDF", "PAdES", "SignatureValidation", "Typesetting", crypto, logging, grdb,
            ]
        ),
        tests(
            "StorageConformanceTests",
            [
                "SigningService", "SQLiteStorage", "PostgresStorage", "PostgresConnection", "PostgresTestSupport",
                "SQLiteSnapshot", "SignerProtocol", grdb, crypto,
            ]
        ),
        tests(
            "SignerStorageConformanceTests",
            [
                "SigningKeys", "SQLiteSignerStorage", "PostgresSignerStorage", "PostgresConnection",
                "PostgresTestSupport", "SQLiteSnapshot", "SignerProtocol", "SignerTestSupport", grdb,
            ]
        ),
        tests(
            "DocumentStoreConformanceTests",
            [
                "Outbound", "SigningService", "SignerProtocol", "ObjectStoreBench", crypto, logging, nioCore, nioHTTP1,
                nioPosix,
            ],
            exclude: ["requirements.txt"]
        ),
        tests(
            "OutboundTests",
            [
                "Outbound", "SigningService", "SQLiteStorage", "SignerProtocol", "CMS", "DeclaredPKI", crypto,
                httpTypes,
                hummingbird, hummingbirdTesting, hummingbirdTLS, nioCore, nioSSL, logging,
            ]
        ),
        tests(
            "WebTests",
            [
                "Web", "SigningService", "SQLiteStorage", "SignerProtocol", "PDF", "CMS", "PAdES", "DeclaredPKI",
                "Typesetting", httpTypes, hummingbird,
                hummingbirdTesting, crypto, logging, nioCore, tracing, inMemoryTracing,
            ]
        ),
        tests("TrialTests", ["Trial", "CMS", "Passkeys", crypto]),
        tests(
            "ServerTests",
            [
                "Server", "SigningService", "SignatureValidation", "Outbound", "CMS", "Doctor", crypto, logging,
                nioHTTP1,
            ]
        ),
        tests(
            "JourneyTests",
            [
                "Trial", "PostgresConnection", "Outbound", "SigningService", asyncHTTPClient, crypto, grdb, logging,
                nioCore, nioHTTP1,
            ]
        ),
        tests("ArchitectureTests", []),
    ],
    swiftLanguageModes: [.v6]
)
