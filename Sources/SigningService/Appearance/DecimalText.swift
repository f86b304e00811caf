/// Numbers of drawings: no exponent, no needless zero, the same everywhere.
enum DecimalText {
    /// With at most `places` decimals.
    static func of(_ value: Double, places: Int) -> String {
        var unit = 1
        for _ in 0..<places { unit *= 10 }
        let units = Int((value * Double(unit)).rounded())
        let (whole, rest) = units.magnitude.quotientAndRemainder(dividingBy: UInt(unit))
        let sign = units < 0 ? "-" : ""
        guard rest > 0 else { return "\(sign)\(whole)" }
        var digits = String(rest)
        digits = String(repeating: "0", count: places - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(sign)\(whole).\(digits)"
    }
}
