import Foundation
import HTTPTypes
import HummingbirdTesting
import SigningService
import Testing

@testable import Web

/// A file of the pages, read as text.
private struct File {
    let name: String
    let text: String

    static func all(in folder: String, ending: String) throws -> [File] {
        let root = webSources.appending(path: folder)
        let walk = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
        var files: [File] = []
        for case let url as URL in walk where url.pathExtension == ending {
            files.append(File(name: url.lastPathComponent, text: try String(contentsOf: url, encoding: .utf8)))
        }
        return files
    }
}

@Suite struct `The templates` {
    @Test func `are all parsed`() throws {
        _ = try Templates()
        #expect(try File.all(in: "Templates", ending: "mustache").count >= 25)
    }

    @Test func `show nothing unescaped`() throws {
        for file in try File.all(in: "Templates", ending: "mustache") {
            #expect(!file.text.contains("{{{"), "\(file.name)")
            #expect(!file.text.contains(/\{\{\s*&/), "\(file.name)")
        }
    }

    @Test func `have no script or style of their own, and no value without quotes`() throws {
        for file in try File.all(in: "Templates", ending: "mustache") {
            #expect(!file.text.contains(/<script(?![^>]*\bsrc=)/), "\(file.name)")
            #expect(!file.text.contains(/<style[\s>]/), "\(file.name)")
            #expect(!file.text.contains(/\sstyle=/), "\(file.name)")
            #expect(!file.text.contains(/\son[a-z]+=/), "\(file.name)")
            #expect(!file.text.contains(/\s[a-z-]+=\{\{/), "\(file.name)")
        }
    }

    @Test func `ask for words that are there, in both languages`() throws {
        let words = try PageWords()
        for file in try File.all(in: "Templates", ending: "mustache") {
            for match in file.text.matches(of: /\{\{[#^]?t\.([A-Za-z]+)\.([A-Za-z.]+)\}\}/) {
                for language in Language.allCases {
                    let word = words.table(in: language)[String(match.output.1)]?[String(match.output.2)]
                    #expect(word != nil, "\(file.name): \(match.output.0) in \(language)")
                }
            }
        }
    }

    @Test func `name assets that are there`() async throws {
        try await withPages { client, _ in
            let path = Assets().path
            for file in try File.all(in: "Templates", ending: "mustache") {
                for match in file.text.matches(of: /\{\{f\.assets\}\}\/([a-z.-]+)/) {
                    let answer = try await client.page("\(path)/\(match.output.1)")
                    #expect(answer.status == .ok, "\(file.name): \(match.output.1)")
                }
            }
            for file in try File.all(in: ".", ending: "swift") {
                for match in file.text.matches(of: /script = "([a-z.-]+)"/) {
                    let answer = try await client.page("\(path)/\(match.output.1)")
                    #expect(answer.status == .ok, "\(file.name): \(match.output.1)")
                }
            }
            for file in try File.all(in: "Assets", ending: "css") {
                for match in file.text.matches(of: /url\("?([^)"#]+)"?\)/) where !match.output.1.hasPrefix("data:") {
                    let answer = try await client.page("\(path)/\(match.output.1)")
                    #expect(answer.status == .ok, "\(file.name): \(match.output.1)")
                }
            }
        }
    }
}

@Suite struct `The words of the pages` {
    let words: PageWords

    init() throws {
        words = try PageWords()
    }

    @Test func `have the same keys and placeholders in both languages`() throws {
        let (ja, en) = (words.table(in: .ja), words.table(in: .en))
        #expect(Set(ja.keys) == Set(en.keys))
        for (folder, texts) in ja {
            let others = try #require(en[folder])
            #expect(Set(texts.keys) == Set(others.keys), "\(folder)")
            for (key, text) in texts {
                let other = try #require(others[key])
                #expect(placeholders(text) == placeholders(other), "\(folder).\(key)")
                #expect(!text.isEmpty && !other.isEmpty, "\(folder).\(key)")
            }
        }
    }

    @Test func `are there for everything that the pages ask for by name`() throws {
        for file in try File.all(in: ".", ending: "swift") {
            for match in file.text.matches(of: /words\.text\(\s*"([A-Za-z]+\.[A-Za-z._]+)"/) {
                expect(String(match.output.1), "\(file.name)")
            }
        }
    }

    @Test func `are there for every state, step and verdict`() {
        for state in ["draft", "outForSigning", "awaitingSeal", "sealed", "declined", "voided", "expired"] {
            expect("envelopes.state.\(state)", "a state of an envelope")
        }
        for state in ["waiting", "invited", "viewed", "consented", "signing", "signed", "declined"] {
            expect("envelopes.signer.\(state)", "a state of a signer")
        }
        for kind in SignerKind.allCases { expect("envelopes.\(kind.rawValue)", "a kind of signature") }
        for standing in JobStatus.Standing.allCases { expect("jobs.state.\(standing.rawValue)", "a job") }
        for step in ["read", "consent", "sign"] { expect("signing.step.\(step)", "a step") }
        for stage in ["sealed", "sealing", "declined", "over", "signing", "signed"] {
            expect("signing.done.\(stage)", "how it went")
            expect("signing.done.\(stage)Lead", "how it went")
        }
        for verdict in ["TOTAL_PASSED", "INDETERMINATE", "TOTAL_FAILED"] {
            expect("verification.\(verdict)", "a verdict")
            expect("verification.sentence.\(verdict)", "a verdict")
        }
    }

    @Test func `fill their placeholders, and say the key where there is no word`() {
        let values = ["page": "2", "pages": "3"]
        #expect(words.text("envelopes.pageOf", in: .en, values) == "Page 2 of 3")
        #expect(placeholders(words.text("envelopes.pageOf", in: .ja, values)).isEmpty)
        #expect(words.text("envelopes.nowhere", in: .ja) == "envelopes.nowhere")
    }

    private func expect(_ path: String, _ place: String) {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        for language in Language.allCases {
            #expect(words.table(in: language)[parts[0]]?[parts[1]] != nil, "\(place): \(path) in \(language)")
        }
    }

    private func placeholders(_ text: String) -> Set<String> {
        Set(text.matches(of: /\{[a-z]+\}/).map { String($0.output) })
    }
}
