import Typesetting

extension CertificateBlocks {
    /// A QR code in a square of `size`; what is around it has to leave four modules white.
    func qrCode(_ text: String, size: Double) throws(TypesettingError) -> FlowBlock {
        let code = try QRCode(text)
        let module = size / Double(code.size)
        var segments: [GlyphOutline.Segment] = []
        for row in 0..<code.size {
            var column = 0
            while column < code.size {
                guard code[row, column] else {
                    column += 1
                    continue
                }
                let end = (column..<code.size).first { !code[row, $0] } ?? code.size
                segments += Self.rectangle(
                    x: Double(column) * module,
                    y: Double(row) * module,
                    width: Double(end - column) * module,
                    height: module
                )
                column = end
            }
        }
        return FlowBlock(height: size, marks: [.shape(segments, x: 0, y: 0, ink: DocumentInk.ink)])
    }

    private static func rectangle(
        x: Double,
        y: Double,
        width: Double,
        height: Double
    ) -> [GlyphOutline.Segment] {
        let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)].map {
            GlyphOutline.Point(x: $0.0, y: $0.1)
        }
        return [.move(corners[0])] + corners.dropFirst().map { .line($0) } + [.close]
    }
}
