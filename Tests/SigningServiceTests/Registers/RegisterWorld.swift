import SignerProtocol
import Testing

@testable import SigningService

extension RegisterDeclaration {
    /// A register of every kind of field but a reference.
    static let insurances = RegisterDeclaration(
        "insurances",
        "保険",
        "Insurances",
        purpose: RegisterWords("入っている保険。", "What we are insured against."),
        answers: ["2.1.3-5"],
        fields: [
            .text("name", "名前", "Name").required.unique.searchable,
            .longText("covers", "内容", "Covers").searchable,
            .choice("kind", "種類", "Kind", of: [.init("cyber", "サイバー", "Cyber"), .init("fire", "火災", "Fire")])
                .required.searchable,
            .number("amount", "金額（万円）", "Amount", in: -5...100_000),
            .day("until", "満期", "Until").required,
            .yesNo("mutual", "共済", "Mutual"),
            .person("contact", "連絡の係", "Contact").searchable,
            .attachment("policy", "証券", "Policy"),
        ],
        due: "until",
        reviewEveryMonths: 24,
        changes: .needSecondPerson,
        rules: [
            RegisterRule(.refuse, at: "amount", "金額がありません。", "No amount.") { $0.number("amount") == 0 },
            RegisterRule(.attention, at: "amount", "少なすぎます。", "Too little.") {
                $0.number("amount").map { (1...9).contains($0) } ?? false
            },
        ]
    )

    /// One whose entries name those of another, and whose changes stand at once.
    static let claims = RegisterDeclaration(
        "claims",
        "請求",
        "Claims",
        purpose: RegisterWords("保険の請求。", "Claims."),
        answers: ["2.1.3-5"],
        fields: [.text("what", "何", "What").required.searchable, .entry("by", "保険", "Insurance", of: "insurances")],
        changes: .standAtOnce
    )
}

/// Two administrators and a sender, who keep registers of the tests.
struct RegisterWorld {
    let world: World
    let needs: ServiceNeeds
    let registers: Registers
    let maker: SenderActor
    let approver: SenderActor
    let sender: SenderActor

    init() async throws {
        world = try World()
        var needs = world.needs
        needs.registers = [.insurances, .claims]
        self.needs = needs
        registers = Registers(needs)
        maker = try await world.sender()
        approver = try await Self.account("承認 花子", isAdministrator: true, beside: maker, needs)
        sender = try await Self.account("営業 次郎", isAdministrator: false, beside: maker, needs)
    }

    private static func account(
        _ name: String,
        isAdministrator: Bool,
        beside maker: SenderActor,
        _ needs: ServiceNeeds
    ) async throws -> SenderActor {
        let id = AccountID(from: systemRandomBytes)
        let account = Account(
            id: id,
            organisation: maker.organisation,
            name: name,
            address: try MailAddress("\(id.text.prefix(8))@company.example", field: "email"),
            isAdministrator: isAdministrator,
            createdAt: needs.now().advanced(by: .seconds(1))
        )
        try await needs.store.write { try $0.insert(account, token: TokenDigest(of: id.text)) }
        return SenderActor(account: account)
    }

    var typed: RegisterTyped {
        RegisterTyped(
            values: [
                "name": "サイバー保険", "covers": "漏えい\r\n賠償", "kind": "cyber", "amount": "500",
                "until": "2027-03-31", "mutual": "no", "contact": maker.account.id.text,
            ],
            owner: maker.account.id.text
        )
    }

    func typed(_ changes: [String: String]) -> RegisterTyped {
        var typed = typed
        typed.values.merge(changes) { $1 }
        return typed
    }

    @discardableResult
    func proposed(_ changes: [String: String] = [:]) async throws -> RegisterEntry {
        try await registers.make(typed(changes), in: "insurances", as: .proposal, by: maker)
    }

    @discardableResult
    func approved(_ changes: [String: String] = [:]) async throws -> RegisterEntry {
        let entry = try await proposed(changes)
        return try await registers.approve(entry.number, in: "insurances", seen: entry.version, by: approver)
    }

    func listing() async throws -> RegisterListing {
        try await registers.listing(of: "insurances", for: maker)
    }

    func work() async throws {
        let worker = Worker(needs)
        while try await worker.step() {}
    }
}

extension ServiceError {
    /// Codes of what is wrong, by field.
    var refusals: [String: String] {
        guard case .entryRefused(let refusals) = self else { return [:] }
        return Dictionary(refusals.map { ($0.field, $0.reason.code) }) { one, _ in one }
    }

    /// Lines of an import with the codes of what is wrong.
    var lines: [String] {
        guard case .importRefused(let lines) = self else { return [] }
        return lines.map { "\($0.line) \($0.reason.code)" }
    }
}

/// What `body` throws; a test fails when it throws nothing.
func refusal(of body: () async throws -> Void) async throws -> ServiceError {
    do {
        try await body()
    } catch let error as ServiceError {
        return error
    }
    throw ServiceError.storage("nothing was refused")
}
