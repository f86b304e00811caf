import Foundation

/// A settings file as far as it could be read, with everything that is wrong with it as a file.
struct ReadSettings<File: Decodable> {
    /// Nil when nothing can be made of it.
    let file: File?
    let problems: [Problem]

    /// `path` may be relative to the working folder.
    init(path: String, members: [SettingsDocument.Member]) {
        let unreadable = SettingsDocument.unreadable.problem(Words(path), refusesStart: true)
        guard let bytes = try? Data(contentsOf: URL(filePath: path)),
            let document = SettingsDocument(bytes, members: members)
        else {
            self.init(nil, [unreadable])
            return
        }
        let problems = SettingsDocument.examinations.problems(of: document)
        // What is unknown is named and left aside; what is missing or of another kind leaves nothing to look at.
        let file = try? JSONDecoder().decode(File.self, from: bytes)
        self.init(file, file == nil && problems.isEmpty ? [unreadable] : problems)
    }

    private init(_ file: File?, _ problems: [Problem]) {
        self.file = file
        self.problems = problems
    }
}
