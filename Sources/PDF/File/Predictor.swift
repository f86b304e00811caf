/// The predictor functions of Flate and LZW.
///
/// - SeeAlso: ISO 32000-2 §7.4.4.4, RFC 2083 §6
struct Predictor {
    private let kind: Int
    private let bytesPerPixel: Int
    private let bytesPerRow: Int
    private let bitsPerComponent: Int

    /// Nil when the parameters make no sense.
    init?(_ parameters: PDFDictionary) {
        kind = parameters["Predictor"]?.integer ?? 1
        let colors = parameters["Colors"]?.integer ?? 1
        bitsPerComponent = parameters["BitsPerComponent"]?.integer ?? 8
        let columns = parameters["Columns"]?.integer ?? 1
        // One colour or more, and no end to them: the standard sets none. Table 8
        let sizes = 1...Int(Int32.max)
        guard kind == 1 || kind == 2 || (10...15).contains(kind), sizes.contains(colors), sizes.contains(columns),
            [1, 2, 4, 8, 16].contains(bitsPerComponent)
        else { return nil }
        let bitsPerPixel = colors * bitsPerComponent
        let (bitsPerRow, overflow) = bitsPerPixel.multipliedReportingOverflow(by: columns)
        guard !overflow, bitsPerRow < Int.max - 7 else { return nil }
        bytesPerPixel = (bitsPerPixel + 7) / 8
        bytesPerRow = (bitsPerRow + 7) / 8
        // Sub-byte TIFF prediction occurs in images only.
        if kind == 2, bitsPerComponent != 8 { return nil }
    }

    /// Nil when a row names an unknown predictor; a short last row is taken as it is.
    func undo(_ data: [UInt8]) -> [UInt8]? {
        switch kind {
        case 1: data
        case 2: undoTIFF(data)
        default: undoPNG(data)
        }
    }

    private func undoTIFF(_ data: [UInt8]) -> [UInt8] {
        var output = data
        for row in stride(from: 0, to: data.count, by: bytesPerRow) {
            let end = row + min(data.count - row, bytesPerRow)
            for index in stride(from: row + bytesPerPixel, to: end, by: 1) {
                output[index] &+= output[index - bytesPerPixel]
            }
        }
        return output
    }

    private func undoPNG(_ data: [UInt8]) -> [UInt8]? {
        var output: [UInt8] = []
        output.reserveCapacity(data.count)
        // Rows are as long as the data are, not as the parameters promise: those may promise gigabytes.
        var above: [UInt8] = []
        var position = 0
        while position < data.count {
            let filter = data[position]
            let end = position + 1 + min(data.count - position - 1, bytesPerRow)
            var row = Array(data[(position + 1)..<end])
            if above.isEmpty { above = [UInt8](repeating: 0, count: row.count) }
            guard undoRow(filter, &row, above) else { return nil }
            output.append(contentsOf: row)
            above = row
            position = end
        }
        return output
    }

    private func undoRow(_ filter: UInt8, _ row: inout [UInt8], _ above: [UInt8]) -> Bool {
        let count = row.count
        switch filter {
        case 0: break
        case 1: for index in stride(from: bytesPerPixel, to: count, by: 1) { row[index] &+= row[index - bytesPerPixel] }
        case 2: for index in 0..<count { row[index] &+= above[index] }
        case 3:
            for index in 0..<count {
                let left = index < bytesPerPixel ? 0 : Int(row[index - bytesPerPixel])
                row[index] &+= UInt8((left + Int(above[index])) / 2)
            }
        case 4:
            for index in 0..<count {
                let hasLeft = index >= bytesPerPixel
                row[index] &+= Self.paeth(
                    hasLeft ? row[index - bytesPerPixel] : 0,
                    above[index],
                    hasLeft ? above[index - bytesPerPixel] : 0
                )
            }
        default: return false
        }
        return true
    }

    private static func paeth(_ left: UInt8, _ above: UInt8, _ corner: UInt8) -> UInt8 {
        let estimate = Int(left) + Int(above) - Int(corner)
        let toLeft = abs(estimate - Int(left))
        let toAbove = abs(estimate - Int(above))
        let toCorner = abs(estimate - Int(corner))
        if toLeft <= toAbove, toLeft <= toCorner { return left }
        return toAbove <= toCorner ? above : corner
    }
}
