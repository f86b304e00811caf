import PDF

/// Where in a file people may sign.
///
/// - SeeAlso: PDF-8; docs/decisions/0039
struct SigningPlaces {
    private let document: Document
    private let pages: [Page]
    private let isSigned: Bool
    private let terms: CoSigningTerms
    private let offered: [(name: String, box: DisplayedBox)]

    init(of document: Document) throws(PDFError) {
        self.document = document
        pages = try document.pages()
        isSigned = try !document.signatures().isEmpty
        terms = isSigned ? try document.coSigningTerms() : .newFields
        offered = isSigned ? try document.placesToSign() : []
    }

    /// What a sender may choose from.
    var offer: CoSigningOffer {
        CoSigningOffer(
            permitsNewFields: terms == .newFields,
            fields: offered.filter { isReadable($0.box) }
                .map { CoSigningOffer.Field(name: $0.name, box: SignatureBox($0.box)) }
        )
    }

    /// The signers with the fields that they get: `fields` are those that were asked for, signer by signer.
    ///
    /// - Throws: `ServiceError`; signers are counted from 1.
    func placed(_ signers: [Signer], in fields: [String?]) throws -> [Signer] {
        var free = offered.filter { place in isReadable(place.box) && !fields.contains(place.name) }
        var taken: Set<String> = []
        return try zip(signers, fields).enumerated().map { index, asked in
            let (signer, field) = asked
            guard signer.texts.isEmpty || !isSigned else { throw ServiceError.textsNotPossible(signer: index + 1) }
            if let field {
                guard let place = offered.first(where: { $0.name == field && isReadable($0.box) }),
                    taken.insert(field).inserted
                else { throw ServiceError.fieldToSignMissing(signer: index + 1) }
                return signer.placed(in: place.name, place.box)
            }
            switch terms {
            case .newFields:
                try requireBoxes(of: signer, number: index + 1)
                return signer
            case .fields:
                guard !free.isEmpty else { throw ServiceError.fieldToSignMissing(signer: index + 1) }
                let place = free.removeFirst()
                return signer.placed(in: place.name, place.box)
            case .none:
                throw ServiceError.fieldToSignMissing(signer: index + 1)
            }
        }
    }

    private func isReadable(_ box: DisplayedBox) -> Bool {
        guard pages.indices.contains(box.page - 1) else { return false }
        return SignatureBox(box).isReadable(on: pages[box.page - 1].displayedSize)
    }

    private func requireBoxes(of signer: Signer, number: Int) throws {
        for (box, isSignature) in [(signer.box, true)] + signer.texts.map({ ($0.box, false) }) {
            guard pages.indices.contains(box.page - 1) else {
                throw ServiceError.boxOutsidePage(signer: number, page: box.page)
            }
            let page = pages[box.page - 1]
            let rectangle: Rectangle
            do throws(PDFError) {
                rectangle = try page.userSpaceRect(of: box.displayed)
            } catch {
                throw ServiceError.boxOutsidePage(signer: number, page: box.page)
            }
            guard isSignature ? box.isReadable(on: page.displayedSize) : box.holdsText else {
                throw ServiceError.boxTooSmall(signer: number)
            }
            // What others have signed is covered by nothing.
            if isSigned, try !document.isClear(rectangle, on: page) {
                throw ServiceError.boxHidesContent(signer: number)
            }
        }
    }
}

extension SignatureBox {
    fileprivate init(_ box: DisplayedBox) {
        self.init(page: box.page, x: box.x, y: box.y, width: box.width, height: box.height)
    }
}

extension Signer {
    /// The same person with a field that the file has.
    fileprivate func placed(in field: String, _ box: DisplayedBox) -> Signer {
        Signer(
            id: id,
            name: name,
            address: address,
            kind: kind,
            order: order,
            box: SignatureBox(box),
            imprint: imprint,
            field: field,
            texts: texts,
            state: state
        )
    }
}
