import PDF
import Testing

@Suite(.enabled(if: Corpus.isPresent, "the corpus is not beside the package"))
struct `Reading the corpus` {
    @Test(arguments: Corpus.rows("accept"))
    func `opens every contract with its pages`(row: Corpus.Row) throws {
        let document = try Document(MappedFile(path: row.path))
        #expect(try document.pages().count == row.pages)
    }

    @Test func `opens every well-formed file`() throws {
        for file in Corpus.wellformed() {
            do {
                let document = try Document(MappedFile(path: Corpus.root + "/" + file))
                for number in document.entries.numbers {
                    guard case .offset(_, let generation) = document.entries[number] else { continue }
                    _ = try document.object(Reference(number: number, generation: generation))
                }
                _ = try document.pages()
            } catch {
                Issue.record("\(file): \(error)")
            }
        }
    }

    @Test(arguments: ["qpdf-qtest", "pdfium-resources", "pdf20examples", "pyhanko-pdf", "attacks-pdf-insecurity"])
    func `never crashes on odd files`(folder: String) throws {
        for file in Corpus.files(below: folder) {
            do {
                let document = try Document(MappedFile(path: Corpus.root + "/" + file))
                _ = try document.pages()
                for number in document.entries.numbers { _ = try document.object(Reference(number: number)) }
                for index in document.revisions.indices { _ = try document.atRevision(index) }
            } catch {
                // A refusal is a good answer here; only a crash or a hang is not.
                continue
            }
        }
    }
}
