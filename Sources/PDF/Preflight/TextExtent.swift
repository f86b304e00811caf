/// The part of the text state that says how far a text reaches.
///
/// Where glyphs are as wide as their font says, the next text begins where the last one ended; else it begins somewhere between
/// the start of the line and the farthest that the texts before can reach.
///
/// - SeeAlso: ISO 32000-2 §9.3, §9.4
struct TextExtent {
    var font = FontExtent()
    var size = 0.0
    /// Where the line begins, in the space of the page's content.
    private(set) var line = Transform()
    private var characterSpace = 0.0
    private var wordSpace = 0.0
    private var scale = 1.0
    private var leading = 0.0
    private var rise = 0.0
    /// How far from the start of the line the next text begins, at least and at most.
    private var pen = (least: 0.0, most: 0.0)

    mutating func apply(_ name: String, _ numbers: [Double]) {
        switch name {
        case "BT": begin(Transform())
        case "Tm": begin(Transform(numbers))
        case "Td": move(numbers[0], numbers[1])
        case "TD":
            leading = -numbers[1]
            move(numbers[0], numbers[1])
        case "T*": move(0, -leading)
        case "TL": leading = numbers[0]
        case "Tc": characterSpace = numbers[0]
        case "Tw": wordSpace = numbers[0]
        case "Tz": scale = numbers[0] / 100
        case "Ts": rise = numbers[0]
        default: break
        }
    }

    /// The bounds of what an operator shows, from the start of the line; nil when it shows nothing.
    mutating func show(_ name: String, _ operands: [Object], _ numbers: [Double]) -> Rectangle? {
        if name == "\"" { (wordSpace, characterSpace) = (numbers[0], numbers[1]) }
        if name == "'" || name == "\"" { move(0, -leading) }
        let start = pen
        var reach = start
        var isShown = false
        for element in operands.last?.array ?? Array(operands.suffix(1)) {
            if let text = element.string {
                isShown = isShown || !text.isEmpty
                advance(by: font.advance(of: text) * size, count: text.count, isExact: font.isExact(for: text))
            } else if let adjustment = element.number {
                shift(by: -adjustment / 1_000 * size)
            }
            reach = (min(reach.least, pen.least), max(reach.most, pen.most))
        }
        guard isShown else { return nil }
        // The last glyph may reach over its own width, and the first before its origin.
        let over = abs(size) / 3
        let (least, most) = (min(reach.least, reach.most) - over, max(reach.least, reach.most) + over)
        if font.isVertical {
            // A glyph stands with its middle on the line.
            let side = abs(size) * max(1, font.widest)
            return Rectangle(left: -side + rise, bottom: -most, right: side + rise, top: -least)
        }
        return Rectangle(left: least, bottom: rise - 0.4 * size, right: most, top: rise + 1.1 * size)
    }

    private mutating func advance(by width: Double, count: Int, isExact: Bool) {
        let spaces = Double(count) * (max(characterSpace, 0) + max(wordSpace, 0))
        let narrowing = Double(count) * (min(characterSpace, 0) + min(wordSpace, 0))
        let scale = font.isVertical ? 1 : scale
        let isExact = isExact && characterSpace == 0 && wordSpace == 0
        // A negative size or scale goes the other way.
        let far = (width + spaces) * scale
        let near = isExact ? width * scale : narrowing * scale
        pen = (pen.least + min(near, far), pen.most + max(near, far))
    }

    private mutating func shift(by distance: Double) {
        let distance = distance * (font.isVertical ? 1 : scale)
        pen = (pen.least + distance, pen.most + distance)
    }

    private mutating func begin(_ start: Transform) {
        line = start
        pen = (0, 0)
    }

    private mutating func move(_ x: Double, _ y: Double) {
        begin(Transform([1, 0, 0, 1, x, y]).then(line))
    }
}
