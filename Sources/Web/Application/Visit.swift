import Foundation
import HTTPTypes
import Hummingbird
import SigningService

/// What a page knows of whoever asks for it.
struct Visit: Sendable {
    let request: Request
    let context: APIContext
    /// What she chose; nil: what the page prefers.
    let chosenLanguage: Language?
    let acceptedLanguage: Language
    private let isSecure: Bool

    init(_ request: Request, _ context: APIContext, isSecure: Bool) {
        self.request = request
        self.context = context
        self.isSecure = isSecure
        chosenLanguage = (request.cookies[Cookies.language]?.value).flatMap { Language(rawValue: $0.lowercased()) }
        acceptedLanguage = Self.accepted(request.headers[.acceptLanguage] ?? "")
    }

    /// The choice of the person, else what the page prefers, else what the browser says.
    func language(preferring preferred: Language? = nil) -> Language {
        chosenLanguage ?? preferred ?? acceptedLanguage
    }

    /// The secret of the account's session.
    var accountSession: String? { Cookies.value(Cookies.account, in: request, isSecure: isSecure) }

    /// The secret of the signer's session.
    var signerSession: String? { Cookies.value(Cookies.signer, in: request, isSecure: isSecure) }

    /// The first of the languages that we have, in the browser's order. RFC 9110 §12.5.4
    private static func accepted(_ header: String) -> Language {
        for part in header.split(separator: ",") {
            let pieces = part.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
            // A weight of nought says: not this one.
            if pieces.dropFirst().contains(where: { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 }) { continue }
            let tag = pieces.first ?? ""
            for language in Language.allCases where tag == language.rawValue || tag.hasPrefix(language.rawValue + "-") {
                return language
            }
        }
        return .ja
    }
}

/// The few cookies there are.
enum Cookies {
    static let account = "chigiri-account"
    static let signer = "chigiri-signer"
    static let language = "chigiri-language"

    /// The value under the name that this connection may have: over TLS only with the prefix that binds it to the host.
    static func value(_ name: String, in request: Request, isSecure: Bool) -> String? {
        request.cookies[isSecure ? "__Host-" + name : name]?.value
    }

    /// A cookie for a secret; gone with the browser.
    static func secret(_ name: String, _ value: String, isSecure: Bool) -> Cookie {
        Cookie(
            name: isSecure ? "__Host-" + name : name,
            value: value,
            path: "/",
            secure: isSecure,
            httpOnly: true,
            sameSite: .lax
        )
    }

    static func ended(_ name: String, isSecure: Bool) -> Cookie {
        Cookie(
            name: isSecure ? "__Host-" + name : name,
            value: "",
            maxAge: 0,
            path: "/",
            secure: isSecure,
            httpOnly: true,
            sameSite: .lax
        )
    }
}

extension Request {
    /// Refuses a changing request that another site has a browser send, which would carry our cookies along.
    ///
    /// Every browser says where a form or a script comes from; who says nothing is no browser of a person with a session.
    ///
    /// - Throws: `Problem` unless `Origin` is one of `origins`, those of the operator's settings.
    /// - SeeAlso: RFC 6454 §7
    func requireOrigin(among origins: [String]) throws {
        guard let origin = headers[.origin], origins.contains(origin) else { throw Problem.originRefused }
    }
}

extension Problem {
    static let originRefused = Problem(status: .forbidden, code: "ORIGIN_REFUSED")
    /// A name that is not ours; RFC 9110 §15.5.20.
    static let otherHost = Problem(status: .misdirectedRequest, code: "OTHER_HOST")
    static let formMalformed = Problem(status: .badRequest, code: "FORM_MALFORMED")
}
