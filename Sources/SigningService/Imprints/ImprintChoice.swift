/// Which 印影 a signature shows.
///
/// It is looks only; what proves anything is the signature.
package enum ImprintChoice: Hashable, Sendable, Codable {
    /// 丸印: the family name, or the initials, in a ring.
    case personal
    /// 角印: the organisation's name in a square.
    case corporate(organisation: String, ending: ImprintEnding)
    /// 代表印: the organisation's name between two rings, the title in the middle.
    case representative(organisation: String, title: String, ending: ImprintEnding)
    /// Her name as she wrote it by hand.
    case written(Handwriting)

    package var kind: ImprintKind {
        switch self {
        case .personal: .personal
        case .corporate: .corporate
        case .representative: .representative
        case .written: .written
        }
    }
}

package enum ImprintKind: String, Hashable, Sendable, Codable, CaseIterable {
    case personal
    case corporate
    case representative
    /// Only the signer herself can choose it.
    case written
}

/// The last words of a square imprint or of a title.
package enum ImprintEnding: String, Hashable, Sendable, Codable, CaseIterable {
    /// 印 or 之印, whichever fills the columns better; nothing after a name that ends in 印.
    case automatic
    case none
    case short = "印"
    case long = "之印"
}

/// What a sender asks for, still unchecked.
package struct ImprintRequest: Hashable, Sendable {
    package let kind: ImprintKind
    /// Nil: the first word of the signer's name.
    package let organisation: String?
    /// Nil: the second word of the signer's name.
    package let title: String?
    package let ending: ImprintEnding

    package init(kind: ImprintKind, organisation: String?, title: String?, ending: ImprintEnding) {
        self.kind = kind
        self.organisation = organisation
        self.title = title
        self.ending = ending
    }

    /// Where nobody asked.
    package static let personal = ImprintRequest(kind: .personal, organisation: nil, title: nil, ending: .automatic)

    /// The imprint for a signer of this name.
    ///
    /// An imprint says nothing that the name does not: its words have to be part of the name, spaces aside. So it can
    /// never show another person's or company's name beside a signature.
    ///
    /// - Throws: `ImprintRefusal` with the first word that is not.
    package func choice(for name: String) throws(ImprintRefusal) -> ImprintChoice {
        let words = name.split(whereSeparator: \.isWhitespace).map(String.init)
        switch kind {
        case .personal:
            guard organisation == nil else { throw .notInName(.organisation) }
            guard title == nil else { throw .notInName(.title) }
            return .personal
        case .corporate:
            guard title == nil else { throw .notInName(.title) }
            let organisation = try part(.organisation, organisation ?? words.first, of: name)
            return .corporate(organisation: organisation, ending: ending)
        case .representative:
            return .representative(
                organisation: try part(.organisation, organisation ?? words.first, of: name),
                title: try part(.title, title ?? words.dropFirst().first, of: name),
                ending: ending
            )
        case .written:
            throw .missing(.handwriting)
        }
    }

    private func part(_ part: ImprintPart, _ text: String?, of name: String) throws(ImprintRefusal) -> String {
        guard let text else { throw .missing(part) }
        // By scalar: a variation sequence is not the character without its selector.
        let inked = text.filter { !$0.isWhitespace }.unicodeScalars
        let whole = name.filter { !$0.isWhitespace }.unicodeScalars
        guard !inked.isEmpty else { throw .missing(part) }
        guard Array(whole).contains(Array(inked)) else { throw .notInName(part) }
        return text
    }
}

package enum ImprintPart: String, Hashable, Sendable {
    case organisation
    case title
    case handwriting
}

/// Why an imprint is not made.
package enum ImprintRefusal: Error, Hashable, Sendable {
    case missing(ImprintPart)
    /// The words are not in the signer's name, or the kind has no such words.
    case notInName(ImprintPart)
}
