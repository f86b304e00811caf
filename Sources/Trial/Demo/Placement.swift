import PDF

/// Where the demonstration puts its signatures: side by side at the foot of the last page, smaller on small pages.
enum Placement {
    static func boxes(count: Int, in pdf: [UInt8]) throws -> [API.Box] {
        try boxes(count: count, in: BytesSource(pdf))
    }

    static func boxes(count: Int, in pdf: some ByteSource) throws -> [API.Box] {
        let pages = try Document(pdf).pages()
        guard let last = pages.last else { return [] }
        return boxes(count: count, page: last.number, size: last.displayedSize)
    }

    /// A text field as wide as the signature, above it.
    static func field(above box: API.Box) -> API.Box {
        let height = max(10, box.height / 2)
        return API.Box(page: box.page, x: box.x, y: max(0, box.y - height - 2), width: box.width, height: height)
    }

    static func boxes(count: Int, page: Int, size: (width: Double, height: Double)) -> [API.Box] {
        let margin = min(36, size.width / 20, size.height / 20)
        let gap = margin / 2
        let width = min(180, (size.width - 2 * margin - gap * Double(count - 1)) / Double(count))
        let height = min(64, (size.height - 2 * margin) / 2, max(16, width / 2))
        return (0..<count).map { index in
            API.Box(
                page: page,
                x: margin + Double(index) * (width + gap),
                y: size.height - margin - height,
                width: width,
                height: height
            )
        }
    }
}
