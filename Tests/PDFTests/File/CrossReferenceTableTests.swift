import Testing

@testable import PDF

@Suite struct `A cross-reference table` {
    private static let catalog = Reference(number: 1)

    @Test func `says for each revision where an object was`() throws {
        var bytes = SmallPDF.file()
        for value in 1...3 {
            var update = IncrementalUpdate(try Document(BytesSource(bytes)))
            update.replace(Reference(number: 3), with: .dictionary(["Type": .name("Page"), "V": .integer(value)]))
            if value == 2 { _ = update.add(.integer(7)) }
            bytes += try update.appended()
        }
        let document = try Document(BytesSource(bytes))
        #expect(document.entries.numbers == [0, 1, 2, 3, 4])
        let places = try document.revisions.indices.map { try document.atRevision($0).entries[3] }
        #expect(Set(places).count == 4)
        #expect(try document.atRevision(1).entries[4] == nil)
        #expect(try document.atRevision(1).entries.numbers == [0, 1, 2, 3])
        #expect(try document.atRevision(2).entries[4] == document.entries[4])
        #expect(document.entries(changedIn: 2).map(\.number) == [3, 4])
        #expect(document.entries[99] == nil)
        // An old state read after a newer one, from the same cache.
        for value in [3, 1, 2] {
            let page = try document.atRevision(value).object(Reference(number: 3)).dictionary
            #expect(page?["V"] == .integer(value))
        }
    }

    /// A stream is read anew where a later revision gave its length another value.
    @Test func `serves a stream whose length stands elsewhere to each revision as it was`() throws {
        let stream = "<</Length 5 0 R>>\nstream\nq \nendstream"
        var bytes = SmallPDF.file([SmallPDF.catalog, SmallPDF.pages, SmallPDF.page, stream, "2"])
        var update = IncrementalUpdate(try Document(BytesSource(bytes)))
        update.replace(Reference(number: 5), with: .integer(1))
        bytes += try update.appended()
        let document = try Document(BytesSource(bytes))
        let reference = Reference(number: 4)
        for revision in [1, 0, 1] {
            let state = try document.atRevision(revision)
            let data = try #require(try state.object(reference).stream)
            #expect(try state.data(of: data) == Array("q ".utf8.prefix(2 - revision)))
        }
    }

    /// What a table of all sections up to a revision would say, computed from the beginning for each.
    @Test(.enabled(if: Corpus.isPresent, "the corpus is not beside the package"))
    func `is for each revision of real files what its sections say`() throws {
        var compared = 0
        for file in Corpus.files(below: "pyhanko-pdf") + Corpus.files(below: "dss-pades") {
            guard let document = try? Document(judging: MappedFile(path: Corpus.root + "/" + file)),
                document.revisions.count > 1
            else { continue }
            var before: [Int: CrossReferenceEntry] = [:]
            for index in document.revisions.indices {
                let after = Document.table(of: Array(document.revisions[...index]), as: .standard)
                guard let state = try? document.atRevision(index) else { break }
                #expect(state.entries.numbers == after.keys.sorted(), "\(file)")
                #expect(after.allSatisfy { state.entries[$0.key] == $0.value }, "\(file)")
                let changed = Set(after.filter { before[$0.key] != $0.value }.keys)
                let inStreams = after.filter { entry in
                    guard case .compressed(let stream, _) = entry.value else { return false }
                    return changed.contains(stream)
                }
                let expected = changed.union(index == 0 ? [] : Set(inStreams.keys)).sorted()
                if index > 0 { #expect(document.entries(changedIn: index).map(\.number) == expected, "\(file)") }
                before = after
                compared += 1
            }
        }
        #expect(compared > 100)
    }
}
