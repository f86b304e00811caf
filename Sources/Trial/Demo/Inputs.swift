import Foundation

/// The contracts of a demonstration, each with the folder for its results.
struct Inputs {
    struct Contract: Hashable {
        let file: URL
        let results: URL
    }

    let contracts: [Contract]
    /// One contract by its name: no table, and no folder of its own.
    let isSingle: Bool

    /// Folders are searched for PDFs; results then lie in the same tree below `output`.
    ///
    /// - Throws: `TrialError.folder` for a path that is not there.
    init(paths: [String], output: URL) throws {
        var contracts: [Contract] = []
        var folders = 0
        for path in paths {
            let url = URL(filePath: path).absoluteURL.standardizedFileURL
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
                throw TrialError.folder(path: path, reason: "is not there")
            }
            if isFolder.boolValue {
                folders += 1
                contracts += Self.files(below: url).map { file in
                    let relative = String(file.path.dropFirst(url.path.count)).drop { $0 == "/" }
                    return Contract(file: file, results: output.appending(path: Self.stem(String(relative))))
                }
            } else {
                contracts.append(Contract(file: url, results: output.appending(path: Self.stem(url.lastPathComponent))))
            }
        }
        isSingle = folders == 0 && contracts.count == 1
        if isSingle {
            self.contracts = contracts.map { Contract(file: $0.file, results: output) }
        } else {
            self.contracts = Self.apart(contracts)
        }
    }

    private static func files(below folder: URL) -> [URL] {
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var files: [URL] = []
        while let file = found?.nextObject() as? URL {
            if file.pathExtension.lowercased() == "pdf" { files.append(file.standardizedFileURL) }
        }
        return files.sorted { $0.path < $1.path }
    }

    private static func stem(_ path: String) -> String {
        path.lowercased().hasSuffix(".pdf") ? String(path.dropLast(4)) : path
    }

    /// Gives files of one name in different places different folders, the same ones each time.
    private static func apart(_ contracts: [Contract]) -> [Contract] {
        var taken: [String: Int] = [:]
        return contracts.map { contract in
            let count = taken[contract.results.path, default: 0] + 1
            taken[contract.results.path] = count
            guard count > 1 else { return contract }
            return Contract(file: contract.file, results: URL(filePath: contract.results.path + "-\(count)"))
        }
    }
}
