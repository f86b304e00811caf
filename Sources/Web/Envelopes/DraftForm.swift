import Foundation
import SignerProtocol
import SigningService

/// The form that makes a draft: what stands in its fields, so that it comes back as it was typed.
///
/// Lengths are millimetres, as people write them.
struct DraftForm {
    var title: String
    var days: String
    var isJapanese: Bool
    var signers: [SignerRow]

    struct SignerRow {
        /// From 1.
        let index: Int
        var name = ""
        var email = ""
        var kind = SignerKind.witness
        var imprint = ImprintKind.personal
        var order: String
        var place: Place
        var texts: [TextRow] = []

        /// A row without name and address is left out.
        var isUsed: Bool { index == 1 || !name.isEmpty || !email.isEmpty }
    }

    struct TextRow {
        /// Such as `1-2`, the second field of the first signer.
        let index: String
        var label = ""
        var isOptional = false
        var width: String
        var place: Place
    }

    struct Place {
        var page: String
        var x: String
        var y: String
    }

    /// Height of a text field, in points.
    static let textHeight = 24.0

    /// What it says at first: `rows` signers, boxes beside each other from the foot of the last page up.
    init(_ document: StoredDocument, _ sizes: [PageSize], rows: Int = 3, isJapanese: Bool) {
        title = document.name.lowercased().hasSuffix(".pdf") ? String(document.name.dropLast(4)) : document.name
        days = ""
        self.isJapanese = isJapanese
        signers = (1...rows).map { Self.row($0, sizes) }
    }

    /// What was typed, with the rows that are asked for.
    init(_ form: Form, _ sizes: [PageSize]) {
        title = form["title"]
        days = form["days"]
        isJapanese = form["language"] != "en"
        let more = form["more"]
        let rows = Self.count(form["rows"], limit: Envelopes.signerLimit, more: more == "signer" ? 3 : 0)
        signers = (1...max(rows, 1)).map { index in
            var row = Self.row(index, sizes)
            row.name = form["name\(index)"]
            row.email = form["email\(index)"]
            row.kind = SignerKind(rawValue: form["kind\(index)"]) ?? row.kind
            row.imprint = ImprintKind(rawValue: form["imprint\(index)"]) ?? row.imprint
            row.order = form.typed("order\(index)") ?? row.order
            row.place = Self.place(form, "\(index)") ?? row.place
            let texts = Self.count(
                form["texts\(index)"],
                limit: Envelopes.textLimit,
                more: more == "text\(index)" ? 1 : 0
            )
            row.texts = (0..<texts).map { position in
                var text = Self.text(position + 1, of: row, sizes)
                text.label = form["label\(text.index)"]
                text.isOptional = !form["optional\(text.index)"].isEmpty
                text.width = form.typed("width\(text.index)") ?? text.width
                text.place = Self.place(form, text.index) ?? text.place
                return text
            }
            return row
        }
    }

    private static func count(_ typed: String, limit: Int, more: Int) -> Int {
        min(max(Int(typed) ?? 0, 0) + more, limit)
    }

    private static func place(_ form: Form, _ index: String) -> Place? {
        guard let page = form.typed("page\(index)") else { return nil }
        return Place(page: page, x: form["x\(index)"], y: form["y\(index)"])
    }

    private static func row(_ index: Int, _ sizes: [PageSize]) -> SignerRow {
        let last = sizes.last ?? PageSize(width: 595, height: 842)
        let size = box(on: last)
        let (row, column) = ((index - 1) / 2, (index - 1) % 2)
        return SignerRow(
            index: index,
            order: "\(index)",
            place: Place(
                page: "\(sizes.count)",
                x: Millimetres.text(last.width * (column == 0 ? 0.06 : 0.53)),
                y: Millimetres.text(max(0, last.height * 0.94 - Double(row + 1) * size.height * 1.15))
            )
        )
    }

    /// A new text field stands above the signer's box.
    private static func text(_ position: Int, of row: SignerRow, _ sizes: [PageSize]) -> TextRow {
        var place = row.place
        let y = (Double(row.place.y) ?? 0) - Double(position) * 10
        place.y = Millimetres.text(max(0, y) * Millimetres.points)
        return TextRow(index: "\(row.index)-\(position)", width: "60", place: place)
    }

    /// A signature of the usual size, smaller on a small page.
    static func box(on page: PageSize) -> (width: Double, height: Double) {
        (min(190, page.width * 0.41), min(62, page.height * 0.12))
    }
}

extension DraftForm {
    /// What the form asks for; unused rows are left out.
    ///
    /// - Throws: `ServiceError.boxOutsidePage`, with the signer's number, for a place that is none.
    func request(for document: DocumentID, _ sizes: [PageSize]) throws -> EnvelopeRequest {
        let days = Int(days).map { min(max($0, 1), 365) }
        return EnvelopeRequest(
            title: title,
            document: document,
            language: isJapanese ? .ja : .en,
            expiresAt: days.map { Timestamp(Date()).advanced(by: .seconds($0 * 86_400)) },
            signers: try signers.filter(\.isUsed).map { row in
                let size = Self.box(on: try page(of: row.place, sizes, signer: row.index))
                return SignerRequest(
                    name: row.name,
                    email: row.email,
                    kind: row.kind,
                    order: Int(row.order),
                    box: try box(row.place, width: size.width, height: size.height, signer: row.index),
                    imprint: ImprintRequest(kind: row.imprint, organisation: nil, title: nil, ending: .automatic),
                    texts: try row.texts.filter { !$0.label.isEmpty }.map { text in
                        guard let width = Double(text.width), width.isFinite else {
                            throw ServiceError.boxTooSmall(signer: row.index)
                        }
                        return RequestedText(
                            label: text.label,
                            box: try box(
                                text.place,
                                width: width * Millimetres.points,
                                height: Self.textHeight,
                                signer: row.index
                            ),
                            isRequired: !text.isOptional
                        )
                    }
                )
            }
        )
    }

    private func page(of place: Place, _ sizes: [PageSize], signer: Int) throws -> PageSize {
        let number = Int(place.page) ?? 0
        guard sizes.indices.contains(number - 1) else {
            throw ServiceError.boxOutsidePage(signer: signer, page: number)
        }
        return sizes[number - 1]
    }

    private func box(_ place: Place, width: Double, height: Double, signer: Int) throws -> SignatureBox {
        guard let page = Int(place.page), let x = Double(place.x), let y = Double(place.y), x.isFinite, y.isFinite
        else { throw ServiceError.boxOutsidePage(signer: signer, page: Int(place.page) ?? 0) }
        return SignatureBox(
            page: page,
            x: x * Millimetres.points,
            y: y * Millimetres.points,
            width: width,
            height: height
        )
    }
}

extension Form {
    /// The value of a field that the form has, empty or not; nil when it has none.
    func typed(_ name: String) -> String? {
        all(name).first.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
    }
}
