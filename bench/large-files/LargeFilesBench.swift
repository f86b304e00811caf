import DeclaredPKI
import Foundation

/// Prints what large files cost, and fails when memory grows with them or a plaintext rests on the disk.
@main
struct LargeFilesBench {
    let folder: URL
    let products: URL

    /// Bytes beside mapped files that no process may hold.
    private static let allowance = 128_000_000
    private static let seed: UInt64 = 20_261_123

    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        let isSmoke = arguments.contains("--smoke")
        guard let products = arguments.first(where: { !$0.hasPrefix("--") }) else {
            return printLine(["usage: large-files-bench [--smoke] PRODUCTS"])
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "chigiri-bench-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let bench = LargeFilesBench(folder: folder, products: URL(filePath: products))
        try bench.watchPlaintext()
        guard !isSmoke else { return }
        try bench.measure(pages: 20, bytesPerPage: 25_000_000, isServiceIncluded: false)
        try bench.measure(pages: 2_000, bytesPerPage: 250_000, isServiceIncluded: true)
    }

    /// A small contract, whose plaintext is looked for on the disk all the while.
    private func watchPlaintext() throws {
        let place = try place("small")
        let contract = try LargeContract(pages: 80, bytesPerPage: 250_000, seed: Self.seed, in: place)
        let (limit, peak) = try LibraryRun(
            contract: contract,
            signer: DeclaredIdentity(.signer("Bench signer")),
            authority: DeclaredIdentity(.timestamping("Bench TSA")),
            folder: place
        ).run()
        try check(["library": peak])
        let run = ServiceRun(products: products, contract: contract, folder: place, limit: limit)
        let watch = PlaintextWatch(folders: [run.data, run.temporary], marker: LargeContract.marker)
        let peaks = try run.run()
        let (rounds, found) = watch.finish()
        printLine(["looked for plaintext", "\(rounds) times", found.isEmpty ? "none" : found.joined(separator: " ")])
        guard found.isEmpty else { throw BenchFailure.plaintext(found) }
        try check(peaks)
        try FileManager.default.removeItem(at: place)
    }

    private func measure(pages: Int, bytesPerPage: Int, isServiceIncluded: Bool) throws {
        let place = try place("\(pages)")
        let contract = try LargeContract(pages: pages, bytesPerPage: bytesPerPage, seed: Self.seed, in: place)
        let (limit, peak) = try LibraryRun(
            contract: contract,
            signer: DeclaredIdentity(.signer("Bench signer")),
            authority: DeclaredIdentity(.timestamping("Bench TSA")),
            folder: place
        ).run()
        try check(["library": peak])
        if isServiceIncluded {
            try check(ServiceRun(products: products, contract: contract, folder: place, limit: limit).run())
        }
        try FileManager.default.removeItem(at: place)
    }

    private func place(_ name: String) throws -> URL {
        let place = folder.appending(path: name)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        return place
    }

    private func check(_ peaks: [String: Int]) throws {
        for (name, bytes) in peaks.sorted(by: { $0.key < $1.key }) {
            printLine(["most held by \(name)", Figure.megabytes(bytes) + " MB"])
            guard bytes < Self.allowance else { throw BenchFailure.memory(name, megabytes: Figure.megabytes(bytes)) }
        }
    }
}
