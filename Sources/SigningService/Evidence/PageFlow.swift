import Typesetting

/// Something on a page that is not divided.
struct FlowBlock {
    var height: Double
    /// From the block's top left corner.
    var marks: [Mark]

    /// The block with everything in it lower by `distance`.
    func lowered(by distance: Double) -> FlowBlock {
        FlowBlock(height: height + distance, marks: marks.map { $0.moved(x: 0, y: distance) })
    }
}

/// Puts blocks under each other and begins a page where one does not fit.
struct PageFlow {
    static let a4 = (width: 595.276, height: 841.89)
    static let left = 59.5
    static let width = a4.width - 2 * left
    private static let top = 84.0
    private static let bottom = a4.height - 66

    private(set) var pages: [[Mark]] = [[]]
    private var y: Double = top

    mutating func add(_ block: FlowBlock) {
        add([block])
    }

    /// Keeps the blocks on one page, as a heading and what follows it, if a page can hold them.
    mutating func add(_ blocks: [FlowBlock]) {
        let height = blocks.reduce(0) { $0 + $1.height }
        if y + height > Self.bottom, y > Self.top {
            pages.append([])
            y = Self.top
        }
        for block in blocks {
            pages[pages.count - 1] += block.marks.map { $0.moved(x: Self.left, y: y) }
            y += block.height
        }
    }

    /// Leaves white, but not at the head of a page.
    mutating func space(_ height: Double) {
        if y > Self.top { y += height }
    }
}
