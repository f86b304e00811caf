import PDF

/// Where the demonstration puts its signatures: at the foot of the last page, smaller on small pages.
enum Placement {
    static func boxes(count: Int, in pdf: [UInt8]) throws -> [API.Box] {
        try boxes(count: count, in: BytesSource(pdf))
    }

    static func boxes(count: Int, in pdf: some ByteSource) throws -> [API.Box] {
        let pages = try Document(pdf).pages()
        guard let last = pages.last else { return [] }
        return boxes(count: count, page: last.number, size: last.displayedSize)
    }

    /// Places on the last page, from its foot up, where neither text nor an annotation is.
    static func clearBoxes(count: Int, in pdf: some ByteSource) throws -> [API.Box] {
        let document = try Document(pdf)
        guard let page = try document.pages().last else { return [] }
        let (width, height) = (150.0, 40.0)
        var boxes: [API.Box] = []
        for y in stride(from: page.displayedSize.height - height - 20, through: 20, by: -(height + 8)) {
            for x in stride(from: 20, through: page.displayedSize.width - width - 20, by: width + 8) {
                let box = DisplayedBox(page: page.number, x: x, y: y, width: width, height: height)
                guard boxes.count < count, try document.isClear(page.userSpaceRect(of: box), on: page) else { continue }
                boxes.append(API.Box(page: page.number, x: x, y: y, width: width, height: height))
            }
        }
        return boxes.count == count ? boxes : try self.boxes(count: count, in: pdf)
    }

    /// A text field as wide as the signature, above it.
    static func field(above box: API.Box) -> API.Box {
        let height = fieldHeight(above: box.height)
        return API.Box(page: box.page, x: box.x, y: max(0, box.y - height - 2), width: box.width, height: height)
    }

    /// At most three side by side; each has room for its text field above it.
    static func boxes(count: Int, page: Int, size: (width: Double, height: Double)) -> [API.Box] {
        let columns = min(count, 3)
        let rows = (count + 2) / 3
        let margin = min(36, size.width / 20, size.height / 20)
        let gap = margin / 2
        let width = min(180, (size.width - 2 * margin - gap * Double(columns - 1)) / Double(columns))
        let height = min(64, (size.height - 2 * margin) / Double(2 * rows), max(16, width / 2))
        let step = height + fieldHeight(above: height) + 4
        return (0..<count).map { index in
            API.Box(
                page: page,
                x: margin + Double(index % 3) * (width + gap),
                y: size.height - margin - height - Double(index / 3) * step,
                width: width,
                height: height
            )
        }
    }

    private static func fieldHeight(above height: Double) -> Double { max(10, height / 2) }
}
