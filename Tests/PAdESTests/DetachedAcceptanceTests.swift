import CMS
import DeclaredPKI
import Foundation
import PAdES
import Testing

/// What we write, others read: every level and type of key, each beside other content that has to be refused.
@Suite struct `A detached signature is accepted` {
    let time = "\(Int(DeclaredPKI.now.timeIntervalSince1970))"

    @Test(
        .enabled(if: ForeignCommand.openssl.isPresent, "the openssl command is not here"),
        arguments: DeclaredKeyType.allCases
    )
    func `by OpenSSL as CAdES, at every level`(type: DeclaredKeyType) throws {
        let made = try DetachedLevels(type)
        let arguments = [
            "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "{cms}", "-content", "{content}",
            "-CAfile", "{root}", "-purpose", "any", "-attime", time, "-x509_strict",
        ]
        let root = ForeignCommand.pem(made.pki.root.certificate.der)
        for (level, signature) in made.signatures {
            let files = ["cms": signature, "content": made.content, "root": root]
            let right = try ForeignCommand.openssl.run(arguments, files: files)
            #expect(right.succeeded, "\(level): \(right.output)")
            let wrong = try ForeignCommand.openssl.run(
                arguments,
                files: files.merging(["content": made.content + [0]]) { $1 }
            )
            #expect(!wrong.succeeded, "\(level)")
        }
    }

    @Test(.enabled(if: ForeignCommand.openssl.isPresent, "the openssl command is not here"))
    func `by OpenSSL with each of its timestamps`() throws {
        let made = try DetachedLevels(.p256)
        let root = ForeignCommand.pem(made.pki.root.certificate.der)
        for (token, imprint) in made.tokens {
            let digest = imprint.digest.map { String(format: "%02x", $0) }.joined()
            for (given, isRight) in [(digest, true), (String(digest.reversed()), false)] {
                let answer = try ForeignCommand.openssl.run(
                    [
                        "ts", "-verify", "-token_in", "-in", "{token}", "-digest", given, "-CAfile", "{root}",
                        "-attime", time,
                    ],
                    files: ["token": token, "root": root]
                )
                #expect(answer.succeeded == isRight, "\(answer.output)")
            }
        }
    }

    @Test(
        .enabled(if: ForeignCommand.pyHanko.isPresent, "no pyHanko here: tools/setup.sh"),
        arguments: DeclaredKeyType.allCases
    )
    func `by pyHanko, at every level`(type: DeclaredKeyType) throws {
        let made = try DetachedLevels(type)
        var files = ["root": ForeignCommand.pem(made.pki.root.certificate.der), "right": made.content, "wrong": [0]]
        var arguments = ["{root}", time]
        for (number, signature) in made.signatures.enumerated() {
            files["s\(number)"] = signature.der
            arguments += ["{s\(number)}", "{right}", "{s\(number)}", "{wrong}"]
        }
        let answers = try ForeignCommand.pyHanko.run(arguments, files: files).output.split(separator: "\n")
        let right = stride(from: 0, to: answers.count, by: 2).map { answers[$0] }
        let wrong = stride(from: 1, to: answers.count, by: 2).map { answers[$0] }
        let stamped = Substring("ok with timestamp")
        #expect(right == ["ok", stamped, stamped, stamped, stamped], "\(answers)")
        #expect(wrong.count == 5 && wrong.allSatisfy { !$0.hasPrefix("ok") }, "\(answers)")
    }
}
