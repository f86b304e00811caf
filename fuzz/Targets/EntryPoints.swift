import Foundation

/// The format that this process fuzzes, named by the environment.
private let format: FuzzedFormat = {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
    guard let format = FuzzedFormat(rawValue: name) else {
        let known = FuzzedFormat.allCases.map(\.rawValue).joined(separator: " ")
        FileHandle.standardError.write(Data("FUZZ_TARGET has to be one of: \(known)\n".utf8))
        exit(2)
    }
    return format
}()

/// Called once by libFuzzer; with FUZZ_SEEDS it writes our own seeds into that folder and ends.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_: UnsafeMutableRawPointer, _: UnsafeMutableRawPointer) -> CInt {
    if let folder = ProcessInfo.processInfo.environment["FUZZ_SEEDS"] {
        do {
            try OwnSeeds().write(into: URL(filePath: folder))
            exit(0)
        } catch {
            FileHandle.standardError.write(Data("seeds: \(error)\n".utf8))
            exit(1)
        }
    }
    _ = format
    return 0
}

/// Called by libFuzzer for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    format.read(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
