/// The character classes of PDF syntax.
///
/// - SeeAlso: ISO 32000-2 §7.2.3
extension UInt8 {
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let numberSign: UInt8 = 0x23
    static let percent: UInt8 = 0x25
    static let leftParenthesis: UInt8 = 0x28
    static let rightParenthesis: UInt8 = 0x29
    static let plus: UInt8 = 0x2B
    static let minus: UInt8 = 0x2D
    static let point: UInt8 = 0x2E
    static let slash: UInt8 = 0x2F
    static let lessThan: UInt8 = 0x3C
    static let greaterThan: UInt8 = 0x3E
    static let leftBracket: UInt8 = 0x5B
    static let backslash: UInt8 = 0x5C
    static let rightBracket: UInt8 = 0x5D

    var isWhiteSpace: Bool {
        switch self {
        case 0x20, 0x0A, 0x0D, 0x09, 0x0C, 0x00: true
        default: false
        }
    }

    /// Neither white space nor one of `()<>[]{}/%`.
    var isRegular: Bool {
        switch self {
        case 0x20, 0x0A, 0x0D, 0x09, 0x0C, 0x00: false
        case 0x28, 0x29, 0x3C, 0x3E, 0x5B, 0x5D, 0x7B, 0x7D, 0x2F, 0x25: false
        default: true
        }
    }

    var decimalDigit: Int? {
        self >= 0x30 && self <= 0x39 ? Int(self) - 0x30 : nil
    }

    var hexadecimalDigit: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x41 + 10
        case 0x61...0x66: self - 0x61 + 10
        default: nil
        }
    }
}

/// `bytes` as hexadecimal digits, upper case.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    var text: [UInt8] = []
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return text
}
