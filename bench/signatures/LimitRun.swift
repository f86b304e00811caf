import CMS
import Crypto
import DeclaredPKI
import Foundation
import PDF

/// The least that a signature takes: one hash of the file, one copy, one use of the private key, the authority's answers.
struct LimitRun {
    let input: String
    let output: String
    let signer: KitSigner
    let services: KitServices
    let level: String

    func once() throws {
        let source = try MappedFile(path: input)
        let digest = try source.sha256(of: 0..<source.count)
        _ = try signer.key.sign(digest)
        let timestamps = ["B-B": 0, "B-T": 1, "B-LTA": 2][level] ?? 0
        for _ in 0..<timestamps { _ = try services.timestamp(over: digest) }
        _ = try OutputFile(copying: source, to: output)
    }
}
