import Foundation

/// Who signs in the demonstration: 当事者型 and 立会人型, with kanji that not every font has.
struct DemoSigner: Sendable {
    enum Kind: String, Sendable {
        case party
        case witness
    }

    let name: String
    let email: String
    let kind: Kind

    /// Both kinds by turns; two of them sign where nothing else is asked for.
    static let all = [
        DemoSigner(name: "髙橋 花子", email: "hanako.takahashi@party.example", kind: .party),
        DemoSigner(name: "﨑山 太郎", email: "taro.sakiyama@witness.example", kind: .witness),
        DemoSigner(name: "渡邉 葛󠄀子", email: "katsuko.watanabe@party.example", kind: .party),
        DemoSigner(name: "𠮷田 次郎", email: "jiro.yoshida@witness.example", kind: .witness),
        DemoSigner(name: "John O’Neill", email: "john.oneill@party.example", kind: .party),
    ]
}

/// What the people of the demonstration keep between contracts: an API token and passkeys.
struct DemoMemory: Codable {
    var sender: API.Account?
    var authenticators: [String: SoftwareAuthenticator] = [:]

    /// What is in the file; nothing when there is none.
    static func load(_ file: URL) throws -> DemoMemory {
        guard TrialFolder.exists(file) else { return DemoMemory() }
        return try JSONDecoder().decode(DemoMemory.self, from: Data(contentsOf: file))
    }

    func save(to file: URL) throws {
        try TrialFolder.write(String(decoding: try JSONEncoder().encode(self), as: UTF8.self), to: file)
    }
}
