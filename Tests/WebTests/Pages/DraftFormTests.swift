import HTTPTypes
import SignerProtocol
import SigningService
import Testing

@testable import Web

@Suite struct `The form of a draft` {
    private static let sizes = [PageSize(width: 595, height: 842), PageSize(width: 595, height: 842)]

    private func draft(_ fields: String) async throws -> DraftForm {
        let form = try await Form(.posted("application/x-www-form-urlencoded", [Array(fields.utf8)]))
        return DraftForm(form, Self.sizes)
    }

    @Test func `gets rows for more signers, and keeps what was typed`() async throws {
        let draft = try await draft(
            "rows=3&more=signer&name2=%E9%AB%99%E6%A9%8B&email2=x%40y.example&x2=12.5&y2=20&page2=1&order2=1"
        )

        #expect(draft.signers.count == 6)
        #expect(draft.signers[1].name == "髙橋" && draft.signers[1].place.x == "12.5" && draft.signers[1].order == "1")
        #expect(draft.signers[5].order == "6")
        #expect(draft.signers.map(\.isUsed) == [true, true, false, false, false, false])
    }

    @Test func `never has more rows than an envelope may have signers`() async throws {
        #expect(try await draft("rows=9999999999&more=signer").signers.count == Envelopes.signerLimit)
        #expect(try await draft("rows=-1").signers.count == 1)
        #expect(try await draft("rows=1&texts1=9999&more=text1").signers[0].texts.count == Envelopes.textLimit)
    }

    @Test func `asks for the text fields that have a label`() async throws {
        let row = "rows=1&name1=A&email1=a%40b.example&kind1=witness&imprint1=personal&page1=2&x1=10&y1=200&texts1=2"
        let request = try await draft(
            row + "&label1-1=%E6%89%80%E5%9C%A8%E5%9C%B0&page1-1=1&x1-1=25.4&y1-1=50.8&width1-1=25.4&optional1-1=yes"
        )
        .request(for: DocumentID(from: systemRandomBytes), Self.sizes)

        #expect(
            request.signers[0].texts == [
                RequestedText(
                    label: "所在地",
                    box: SignatureBox(page: 1, x: 72, y: 144, width: 72, height: DraftForm.textHeight),
                    isRequired: false
                )
            ]
        )
    }

    @Test(arguments: ["page1=3", "page1=x", "x1=nan", "y1=", "x1=inf"])
    func `is refused for a place that is none`(wrong: String) async throws {
        var fields = ["name1": "A", "page1": "1", "x1": "10", "y1": "10"]
        let parts = wrong.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        fields[parts[0]] = parts[1]
        let draft = try await draft("rows=1&" + fields.map { "\($0.key)=\($0.value)" }.joined(separator: "&"))

        #expect(throws: ServiceError.self) {
            _ = try draft.request(for: DocumentID(from: systemRandomBytes), Self.sizes)
        }
    }
}
