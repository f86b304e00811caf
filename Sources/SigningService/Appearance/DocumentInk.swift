import Typesetting

/// The colours of what we print; vermilion is for the seal and the logo only.
enum DocumentInk {
    static let ink = Ink(0x1B1D21)
    static let secondary = Ink(0x484C53)
    static let note = Ink(0x62666D)
    static let rule = Ink(0xDAD8D0)
    static let watermark = Ink(0xF3F1EC)
    static let vermilion = Ink(0xC5331D)
}
