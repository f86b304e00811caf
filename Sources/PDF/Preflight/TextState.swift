/// The part of the graphics state that says where text goes.
///
/// - SeeAlso: ISO 32000-2 §9.3, §9.4
struct TextState {
    private var current = Transform()
    private var saved: [Transform] = []
    private var line = Transform()
    private var leading = 0.0

    /// Where the text just shown begins.
    var position: TextPosition {
        let place = line.then(current)
        return TextPosition(x: place.e, y: place.f)
    }

    /// Takes one operator into account; true when it shows text.
    mutating func apply(_ operation: ContentOperator) -> Bool {
        let numbers = operation.operands.compactMap(\.number)
        switch operation.name {
        case "q": if saved.count < 1_000 { saved.append(current) }
        case "Q": current = saved.popLast() ?? current
        case "cm" where numbers.count == 6: current = Transform(numbers).then(current)
        case "BT": line = Transform()
        case "Tm" where numbers.count == 6: line = Transform(numbers)
        case "Td" where numbers.count == 2: move(numbers[0], numbers[1])
        case "TD" where numbers.count == 2:
            leading = -numbers[1]
            move(numbers[0], numbers[1])
        case "TL" where numbers.count == 1: leading = numbers[0]
        case "T*": move(0, -leading)
        case "Tj", "TJ": return true
        case "'", "\"":
            move(0, -leading)
            return true
        default: break
        }
        return false
    }

    private mutating func move(_ x: Double, _ y: Double) {
        line = Transform([1, 0, 0, 1, x, y]).then(line)
    }
}
