import Foundation

/// One figure of Chigiri's, as a JSON line with the fields of the kit's; `compare.py` sets them beside the others'.
@main
struct SignaturesBench {
    static func main() {
        do {
            try run()
        } catch {
            FileHandle.standardError.write(Data("signatures-bench: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run() throws {
        var arguments = Arguments(CommandLine.arguments.dropFirst())
        let operation = try arguments.word()
        let kit = try Kit(folder: arguments.value("kit"))
        switch operation {
        case "sign": try sign(kit, arguments)
        case "limit": try limit(kit, arguments)
        case "validate": try validate(kit, arguments)
        case "verify": try ValidationRun(kit: kit, file: arguments.value("file")).once()
        default: throw BenchFailure.usage(operation)
        }
    }

    private static func sign(_ kit: Kit, _ arguments: Arguments) throws {
        let run = try SigningRun(
            input: kit.contract(arguments.value("size")),
            output: arguments.value("out"),
            signer: kit.signer(arguments.value("key")),
            services: KitServices(kit),
            level: arguments.value("level"),
            path: arguments.value("path"),
            signers: arguments.number("signers", default: 1)
        )
        let figures = try Figures(count: arguments.number("n", default: 20), run.once)
        figures.print(operation: "sign", ["output": .text(run.output), "bytes": .number(Double(run.outputSize))])
    }

    /// What nobody can do with less: hash once, copy once, sign once; the timestamps are what the authority takes.
    private static func limit(_ kit: Kit, _ arguments: Arguments) throws {
        let run = try LimitRun(
            input: kit.contract(arguments.value("size")),
            output: arguments.value("out"),
            signer: kit.signer(arguments.value("key")),
            services: KitServices(kit),
            level: arguments.value("level")
        )
        try Figures(count: arguments.number("n", default: 20), run.once).print(operation: "limit", [:])
    }

    private static func validate(_ kit: Kit, _ arguments: Arguments) throws {
        let run = try ValidationRun(kit: kit, file: arguments.value("file"))
        try Figures(count: arguments.number("n", default: 20), run.once).print(operation: "validate", [:])
    }
}

enum BenchFailure: Error {
    case usage(String)
    case notPassed(String)
    case http(String)
    case file(String)
}

/// `--name value` pairs after a word.
struct Arguments {
    private var rest: [String]

    init(_ arguments: some Sequence<String>) {
        rest = Array(arguments)
    }

    mutating func word() throws -> String {
        guard !rest.isEmpty else { throw BenchFailure.usage("sign, limit, validate or verify") }
        return rest.removeFirst()
    }

    func value(_ name: String) throws -> String {
        guard let index = rest.firstIndex(of: "--\(name)"), index + 1 < rest.count else {
            throw BenchFailure.usage("--\(name)")
        }
        return rest[index + 1]
    }

    func number(_ name: String, default standard: Int) throws -> Int {
        guard rest.contains("--\(name)") else { return standard }
        guard let number = Int(try value(name)), number > 0 else { throw BenchFailure.usage("--\(name)") }
        return number
    }
}
