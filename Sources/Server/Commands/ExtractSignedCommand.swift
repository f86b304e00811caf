import ArgumentParser
import Foundation
import PDF
import SignatureValidation

/// Writes a file as it was when somebody signed it.
///
/// - SeeAlso: VAL-10
struct ExtractSignedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract-signed",
        abstract: "Write out what one signature of a PDF was made over, or list what there is.",
        discussion: "Exit: 0 done, 1 no such signature or nothing to write, 3 unreadable or unsigned."
    )

    @Argument(help: "The PDF.")
    var file: String

    @Option(
        help: ArgumentHelp("The number of the signature in the list, or the name of its field.", valueName: "which")
    )
    var signature: String?

    @Option(help: ArgumentHelp("Where to write; the file must not exist.", valueName: "file"))
    var out: String?

    func validate() throws {
        guard (signature == nil) == (out == nil) else {
            throw ArgumentParser.ValidationError("--signature and --out go together; without both, the list is printed")
        }
    }

    func run() throws {
        let source: MappedFile
        let signed: [SignedRevision]
        do {
            source = try MappedFile(path: file)
            signed = try signedRevisions(of: source)
        } catch let error as SignatureValidation.ValidationError {
            try refuse(error.words.japanese(), error.words.english(), code: 3)
            return
        } catch {
            try refuse("ファイルを開けません（\(error)）。", "The file cannot be opened (\(error)).", code: 3)
            return
        }
        guard let signature, let out else {
            for revision in signed { print(revision.line) }
            return
        }
        guard let wanted = signed.first(where: { String($0.number) == signature || $0.field == signature }) else {
            try refuse(
                "署名「\(signature)」はありません。--signature を付けずに実行すると一覧が出ます。",
                "There is no signature \(signature). Run without --signature for the list.",
                code: 1
            )
            return
        }
        guard let number = wanted.revision else {
            try refuse(
                "この署名の対象範囲は、ファイルのどの版とも一致しません。`chigiri verify` で理由を確かめてください。",
                "What this signature covers is no revision of the file. `chigiri verify` says why.",
                code: 1
            )
            return
        }
        do {
            try source.write(upTo: wanted.end, to: out)
        } catch let error as CannotCreate {
            try refuse(
                "\(out) を作れません（\(error.reason)）。まだ存在しないファイルの名前を指定してください。",
                "\(out) cannot be created (\(error.reason)). Name a file that does not exist yet.",
                code: 1
            )
            return
        } catch {
            try refuse(
                "\(out) に書き終えられません（\(error)）。空き容量を確かめ、途中のファイルを消してやり直してください。",
                "\(out) could not be completed (\(error)). Check the free space, delete the part, and try again.",
                code: 1
            )
            return
        }
        print("\(out): 第\(number)版、\(wanted.end)バイト / revision \(number), \(wanted.end) bytes")
    }

    private func refuse(_ japanese: String, _ english: String, code: Int32) throws {
        FileHandle.standardError.write(Data("\(japanese)\n\(english)\n".utf8))
        throw ExitCode(code)
    }
}

private struct CannotCreate: Error {
    let reason: String
}

extension SignedRevision {
    fileprivate var line: String {
        let kind = isDocumentTimestamp ? "タイムスタンプ / timestamp" : "署名 / signature"
        let place = revision.map { "第\($0)版 / revision \($0), \(end) bytes" } ?? "版と一致しません / no revision"
        return "\(number)  \(field)  \(kind)  \(place)"
    }
}

extension MappedFile {
    /// Copies the beginning of the file to a new one; what is there is never overwritten.
    fileprivate func write(upTo end: Int, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw CannotCreate(reason: String(cString: strerror(errno))) }
        let target = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var start = 0
        while start < end {
            let next = min(end, start + (1 << 20))
            try target.write(contentsOf: Data(read(start..<next)))
            start = next
        }
        try target.synchronize()
    }
}
