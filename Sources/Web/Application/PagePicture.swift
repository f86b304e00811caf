import SigningService

/// A page of a contract in a template: a picture with its size, so that a browser keeps its place before it has it.
struct PagePicture {
    let number: Int
    let caption: String
    let source: String
    let sources: String
    let width: Int
    let height: Int
    /// In points.
    let pointsWide: String
    let pointsHigh: String
    /// The middle of the page and the sizes of the test environment's mark across it, in points.
    let wmX: String
    let wmY: String
    let wmSize: String
    let wmSmall: String
    /// Where she writes and signs on this page.
    var boxes: [Box] = []

    struct Box {
        let label: String
        let x: String
        let y: String
        let w: String
        let h: String
        let width: String
        let height: String
    }

    /// `folder` is where the pictures of the document are, such as `/signing/pages`.
    init(_ number: Int, size: PageSize, in folder: String, caption: String) {
        self.number = number
        self.caption = caption
        source = "\(folder)/\(number)?edge=\(PagePictures.edges[1])"
        let part = size.width / max(size.width, size.height, 1)
        sources = PagePictures.edges
            .map { "\(folder)/\(number)?edge=\($0) \(max(1, Int(Double($0) * part)))w" }.joined(separator: ", ")
        width = 620
        height = max(1, whole(620 * size.height / max(size.width, 1)))
        pointsWide = points(size.width)
        pointsHigh = points(size.height)
        wmX = points(size.width / 2)
        wmY = points(size.height * 0.62)
        wmSize = points(size.width * 0.11)
        wmSmall = points(size.width * 0.045)
    }
}

extension Pages {
    /// Every page of a document, whose pictures are below `folder`.
    func pictures(_ sizes: [PageSize], in folder: String, _ language: Language) -> [PagePicture] {
        sizes.enumerated().map { index, size in
            PagePicture(
                index + 1,
                size: size,
                in: folder,
                caption: caption(index + 1, of: sizes.count, language)
            )
        }
    }

    func caption(_ page: Int, of pages: Int, _ language: Language) -> String {
        words.text("envelopes.pageOf", in: language, ["page": "\(page)", "pages": "\(pages)"])
    }
}

/// The nearest whole number from 0 to a thousand million: files of strangers hold lengths without a bound.
func whole(_ number: Double) -> Int {
    number.isFinite ? Int(min(max(number, 0), 1e9).rounded()) : 0
}

/// A length in points, for an attribute.
func points(_ length: Double) -> String {
    let hundredths = whole(length * 100)
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
}

/// Millimetres of people in points of pages.
enum Millimetres {
    static let points = 72 / 25.4

    static func text(_ points: Double) -> String {
        let tenths = whole(points / Self.points * 10)
        return "\(tenths / 10).\(tenths % 10)"
    }
}
