/// The reasons for revocation about which a list speaks.
///
///     ReasonFlags ::= BIT STRING { unused (0), keyCompromise (1), cACompromise (2), affiliationChanged (3),
///         superseded (4), cessationOfOperation (5), certificateHold (6), privilegeWithdrawn (7), aACompromise (8) }
///
/// - SeeAlso: RFC 5280 §4.2.1.13, §6.3.2 (b)
struct RevocationReasons: OptionSet, Hashable, Sendable {
    let rawValue: Int

    static let all = RevocationReasons(rawValue: 0b1_1111_1110)

    init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Nil flags mean every reason.
    init(flags: Set<Int>?) {
        guard let flags else {
            self = .all
            return
        }
        self = RevocationReasons(rawValue: flags.filter { (1...8).contains($0) }.reduce(0) { $0 | 1 << $1 })
    }
}
