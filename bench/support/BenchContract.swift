package import Foundation
import PDF

/// A contract of a given size: one page and a large image stream, with an empty signature field for each signer.
package struct BenchContract {
    package let file: URL

    package init(bytes: Int, signers: Int = 1, in folder: URL) throws {
        file = folder.appending(path: "contract-\(bytes).pdf")
        var head = "%PDF-1.7\n"
        var offsets: [Int] = []
        for object in [
            "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
            "2 0 obj\n<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>\nendobj\n",
            "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Resources << /XObject << /I 4 0 R >> >> >>\nendobj\n",
        ] {
            offsets.append(head.utf8.count)
            head += object
        }
        offsets.append(head.utf8.count)
        head += "4 0 obj\n<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /Length \(bytes) >>\nstream\n"
        var data = Data(head.utf8)
        var generator = SystemRandomNumberGenerator()
        let block = (0..<4096).flatMap { _ in withUnsafeBytes(of: generator.next()) { Array($0) } }
        while data.count < head.utf8.count + bytes {
            data.append(contentsOf: block.prefix(head.utf8.count + bytes - data.count))
        }
        data.append(contentsOf: "\nendstream\nendobj\n".utf8)
        let start = data.count
        var tail = "xref\n0 5\n0000000000 65535 f \n"
        for offset in offsets { tail += String(repeating: "0", count: 10 - "\(offset)".count) + "\(offset) 00000 n \n" }
        tail += "trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        data.append(contentsOf: tail.utf8)
        let fields = (1...signers).map { number in
            let box = DisplayedBox(page: 1, x: 50, y: 50 + 80 * Double(number - 1), width: 200, height: 60)
            return SignatureFieldRequest(name: "signer-\(number)", box: box)
        }
        data.append(
            contentsOf: try addSignatureFields(
                fields,
                lockingForeignFields: true,
                to: Document(BytesSource(Array(data)))
            )
        )
        try data.write(to: file)
    }
}
