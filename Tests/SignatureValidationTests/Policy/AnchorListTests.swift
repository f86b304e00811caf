import CMS
import DeclaredPKI
import Foundation
import Testing

@testable import SignatureValidation

/// A file that lists anchors with purposes and terms, read strictly.
///
/// - SeeAlso: PATH-3
@Suite struct `A list of anchors` {
    let root: Certificate
    let other: Certificate

    init() throws {
        let pki = try DeclaredPKI()
        root = pki.root.certificate
        other = try pki.root.issue(.authority("Other")).certificate
    }

    private func entry(
        _ certificate: Certificate? = nil,
        purposes: String = #"["signer"]"#,
        from: String = "null",
        until: String = "null",
        source: String = "null",
        added: String = "null",
        more: String = ""
    ) -> String {
        let der = Data((certificate ?? root).der).base64EncodedString()
        return #"{"certificate": "\#(der)", "purposes": \#(purposes), "from": \#(from), "until": \#(until), "#
            + #""source": \#(source), "added": \#(added)\#(more)}"#
    }

    private func list(_ entries: String...) throws -> [TrustAnchor] {
        try AnchorList(json: Array(#"{"anchors": [\#(entries.joined(separator: ", "))]}"#.utf8)).anchors
    }

    @Test func `gives each anchor its purposes, its term, and where it is from`() throws {
        let anchors = try list(
            entry(
                purposes: #"["timestamping", "ocsp"]"#,
                from: #""2020-01-01T00:00:00Z""#,
                until: #""2030-12-31T14:59:59Z""#,
                source: #""総務省の公表""#,
                added: #""2026-11-29T00:00:00Z""#
            ),
            entry(other)
        )
        #expect(anchors.map(\.certificate) == [root, other])
        #expect(anchors.map(\.purposes) == [[.timestamping, .ocsp], [.signer]])
        #expect(anchors[0].from == Date(timeIntervalSince1970: 1_577_836_800))
        #expect(anchors[0].until == Date(timeIntervalSince1970: 1_924_959_599))
        #expect(anchors[0].source == "総務省の公表" && anchors[0].added != nil)
        #expect(anchors[1].from == nil && anchors[1].until == nil)
    }

    @Test func `may name a certificate again for another purpose, not for the same`() throws {
        let first = entry(until: #""2030-01-01T00:00:00Z""#)
        #expect(try list(first, entry(purposes: #"["timestamping"]"#)).count == 2)
        #expect(throws: AnchorListError(place: "anchors[1]")) {
            try list(first, entry(purposes: #"["timestamping", "signer"]"#))
        }
    }

    @Test func `is refused with the member that is not what it has to be`() throws {
        let faults: [(String, String)] = [
            (entry(purposes: "[]"), "anchors[0].purposes"), (entry(purposes: #"["any"]"#), "anchors[0].purposes"),
            (entry(purposes: #"["signer", "signer"]"#), "anchors[0].purposes"),
            (entry(purposes: #""signer""#), "anchors[0].purposes"), (entry(from: #""2020-01-01""#), "anchors[0].from"),
            (entry(from: #""2020-02-30T00:00:00Z""#), "anchors[0].from"),
            (entry(from: #""2020-01-01T09:00:00+09:00""#), "anchors[0].from"), (entry(until: "0"), "anchors[0].until"),
            (entry(from: #""2030-01-01T00:00:00Z""#, until: #""2020-01-01T00:00:00Z""#), "anchors[0].until"),
            (entry(source: "1"), "anchors[0].source"), (entry(more: #", "note": null"#), "anchors[0]"),
            (#"{"purposes": ["signer"]}"#, "anchors[0]"), ("7", "anchors[0]"),
        ]
        for (entry, place) in faults {
            #expect(throws: AnchorListError(place: place), "\(entry)") { try list(entry) }
        }
        let broken = entry().replacing(#""certificate": "M"#, with: #""certificate": "X"#)
        #expect(throws: AnchorListError(place: "anchors[0].certificate")) { try list(broken) }
    }

    @Test(arguments: ["", "[]", "{}", #"{"anchors": []}"#, #"{"anchors": [], "anchors": []}"#, #"{"anchors": {}}"#])
    func `is refused when it is no list, or empty`(text: String) {
        #expect(throws: AnchorListError.self) { try AnchorList(json: Array(text.utf8)) }
    }

    @Test func `is refused when it is too long`() {
        let spaces = [UInt8](repeating: 0x20, count: AnchorList.fileLimit + 1)
        #expect(throws: AnchorListError.self) { try AnchorList(json: spaces) }
    }
}
