import CMS
import Foundation
import SignatureValidation
import VerificationCommand

/// A file of DER, or of PEM with one block or more.
///
/// - SeeAlso: RFC 7468
struct EncodedFile {
    /// The DER of each block; one for a file of DER.
    let blocks: [[UInt8]]

    /// What PEM calls the blocks.
    enum Label: String {
        case certificate = "CERTIFICATE"
        case list = "X509 CRL"
        case ocspResponse = "OCSP RESPONSE"
    }

    /// More than this is neither a certificate nor a list.
    private static let largest = 64 << 20

    /// Throws `.file` for a file that cannot be read or is too large, and `.encoding` for one that holds neither DER nor
    /// such a block.
    init(_ path: String, _ label: Label) throws(UnreadableInput) {
        guard let data = try? Data(contentsOf: URL(filePath: path)), data.count <= Self.largest else {
            throw .file(path)
        }
        // Every structure that is read here is a SEQUENCE.
        if data.first == 0x30 {
            blocks = [Array(data)]
            return
        }
        guard let found = Self.blocks(label, in: String(decoding: data, as: UTF8.self)), !found.isEmpty else {
            throw .encoding(path, label: label.rawValue)
        }
        blocks = found
    }

    /// Nil when a block does not end or is not base64.
    private static func blocks(_ label: Label, in text: String) -> [[UInt8]]? {
        var blocks: [[UInt8]] = []
        var rest = text[...]
        while let begin = rest.range(of: "-----BEGIN \(label.rawValue)-----") {
            guard let end = rest.range(of: "-----END \(label.rawValue)-----", range: begin.upperBound..<rest.endIndex),
                let der = Data(base64Encoded: rest[begin.upperBound..<end.lowerBound].filter { !$0.isWhitespace })
            else { return nil }
            blocks.append(Array(der))
            rest = rest[end.upperBound...]
        }
        return blocks
    }
}

extension EncodedFile {
    /// Certificates without which nothing can be judged.
    static func certificates(_ files: [String]) throws(UnreadableInput) -> [Certificate] {
        var certificates: [Certificate] = []
        for file in files {
            for der in try EncodedFile(file, .certificate).blocks {
                do throws(CMSError) {
                    certificates.append(try Certificate(der: der))
                } catch {
                    throw .structure(file, code: error.code)
                }
            }
        }
        return certificates
    }

    /// A policy in JSON.
    static func algorithmPolicy(_ file: String) throws(UnreadableInput) -> AlgorithmPolicy {
        guard let bytes = AlgorithmPolicyFile.bytes(file), let policy = try? AlgorithmPolicy(json: bytes) else {
            throw .algorithmPolicy(file)
        }
        return policy
    }

    /// What may help to judge.
    ///
    /// A structure that cannot be read proves nothing, and is only mentioned.
    static func readable<Value>(
        _ files: [String],
        _ label: EncodedFile.Label,
        _ decode: ([UInt8]) throws(CMSError) -> Value
    ) throws(UnreadableInput) -> [Value] {
        var values: [Value] = []
        for file in files {
            for der in try EncodedFile(file, label).blocks {
                do throws(CMSError) {
                    values.append(try decode(der))
                } catch {
                    let note = UnreadableInput.structure(file, code: error.code).text + "\n"
                    FileHandle.standardError.write(Data(note.utf8))
                }
            }
        }
        return values
    }
}
