// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")

// A package of its own, because everything in it is built with -sanitize=fuzzer, which brings its own main function.
// The libraries are the ones of the house, through the links beside this file.
let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    ],
    targets: [
        .systemLibrary(name: "CZlib", path: "Library/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "PDF", dependencies: ["CZlib", crypto], path: "Library/PDF", swiftSettings: strict),
        .target(name: "CMS", dependencies: [asn1, crypto, cryptoExtras], path: "Library/CMS", swiftSettings: strict),
        .target(name: "PAdES", dependencies: ["PDF", "CMS", crypto], path: "Library/PAdES", swiftSettings: strict),
        .target(
            name: "ASiC",
            dependencies: ["CMS", "CZlib", crypto],
            path: "Library/ASiC",
            swiftSettings: strict
        ),
        .target(
            name: "SignatureValidation",
            dependencies: ["PDF", "CMS", "ASiC", asn1, crypto],
            path: "Library/SignatureValidation",
            swiftSettings: strict
        ),
        .target(
            name: "DeclaredPKI",
            dependencies: ["CMS", crypto, cryptoExtras],
            path: "DeclaredPKI",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "FuzzTargets",
            dependencies: ["PDF", "CMS", "PAdES", "ASiC", "SignatureValidation", "DeclaredPKI", crypto],
            path: "Targets",
            swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]
        ),
    ],
    swiftLanguageModes: [.v6]
)
