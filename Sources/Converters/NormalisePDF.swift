/// A PDF written anew as one clean revision, by qpdf in the sandbox: what nothing leads to is gone, one classic
/// cross-reference table leads to the rest, and the data of streams stay as they were.
///
/// qpdf repairs what it finds damaged, so what comes out has to be looked at like any other file. It was seen to hang and
/// to crash on odd files: both end at the sandbox's limits.
///
/// - SeeAlso: PDF-2, PDF-13
package struct NormalisePDF: Sendable {
    /// The most bytes that are taken; the file is in memory three times while it is written anew.
    package static let sizeLimit = 64 << 20

    private let sandbox = Sandbox(memory: 1_000_000_000, seconds: 20, output: 2 * sizeLimit)

    package init() {}

    /// What it needs and this machine lacks.
    package static func missingPrograms() -> [String] {
        ["qpdf", "bwrap", "prlimit", "timeout"].filter { (try? Sandbox.path(of: $0)) == nil }
    }

    /// The clean file; the same input gives the same bytes.
    ///
    /// Blocks. Throws `ConverterError`.
    package func normalised(_ input: ConverterInput) throws -> [UInt8] {
        let bytes = try sandbox.run(
            "qpdf",
            [
                "--deterministic-id", "--no-original-object-ids", "--object-streams=disable",
                "--stream-data=preserve", "--no-warn", "--warning-exit-0", Sandbox.file, "-",
            ],
            input: input.rewound(),
            as: .file
        )
        guard !bytes.isEmpty else { throw ConverterError.outputMalformed }
        return bytes
    }
}
