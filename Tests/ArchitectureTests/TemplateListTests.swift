import Foundation
import Testing

@Suite struct `The list of templates` {
    @Test func `has every file of the folder, because a page without its template ends the process`() throws {
        let list = try #require(SourceFile.all().first { $0.path.hasSuffix("Web/Application/Templates.swift") })
        let web = URL(filePath: #filePath).appending(path: "../../../Sources/Web/Templates").standardized
        let names = try FileManager.default.contentsOfDirectory(atPath: web.path).filter { $0.hasSuffix(".mustache") }
        #expect(names.count > 30)
        let missing = names.filter { name in
            let resource = name.replacingOccurrences(of: "-", with: "_").replacingOccurrences(of: ".", with: "_")
            return !list.text.contains("PackageResources.\(resource)")
        }
        #expect(missing == [])
    }
}
