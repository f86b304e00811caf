import Typesetting

/// Something on a page that is not divided.
struct FlowBlock {
    var height: Double
    /// From the block's top left corner.
    var marks: [Mark]
}

/// Puts blocks under each other and begins a page where one does not fit.
struct PageFlow {
    static let left = 59.5
    static let width = PageComposer.a4.width - 2 * left
    private static let top = 96.0
    private static let bottom = PageComposer.a4.height - 62

    private(set) var pages: [Page] = [Page()]
    private var y: Double

    /// `start` is where the first page has room.
    init(start: Double) {
        y = start
    }

    mutating func add(_ block: FlowBlock) {
        add([block])
    }

    /// Keeps the blocks on one page, as a heading and what follows it, if a page can hold them.
    mutating func add(_ blocks: [FlowBlock]) {
        let height = blocks.reduce(0) { $0 + $1.height }
        if y + height > Self.bottom, y > Self.top {
            pages.append(Page())
            y = Self.top
        }
        for block in blocks {
            pages[pages.count - 1].marks += block.marks.map { $0.moved(x: Self.left, y: y) }
            y += block.height
        }
    }

    /// Leaves white, but not at the head of a page.
    mutating func space(_ height: Double) {
        if y > Self.top { y += height }
    }
}
